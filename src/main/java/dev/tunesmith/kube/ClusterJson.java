package dev.tunesmith.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Reads everything that the API server may have stored.
 *
 * <p>The schema preserves unknown fields of {@code spec.tuning}, and the API server accepts values
 * nested ten thousand levels deep and names of a megabyte. Jackson refuses both by default, and
 * Fabric8 (up to 7.9.0) parses a list as a whole: one such resource in any namespace would fail the
 * informer's list, and so stop the work on all others. This parser accepts them, and reads what is
 * nested deeper than any known field as empty. The unknown field is reported and refused all the
 * same. It can go when an informer skips a resource that it cannot parse.
 */
public final class ClusterJson {
  /** More than any kind of Kubernetes has, and few enough for code that recurses. */
  static final int LEVELS = 100;

  private ClusterJson() {}

  /**
   * The serialization of the operator's client. It knows the kinds that are used here, instead of
   * searching the class path for all.
   */
  public static KubernetesSerialization serialization() {
    ObjectMapper mapper =
        new ObjectMapper(new LevelledFactory())
            .addMixIn(ObjectMeta.class, WithoutBookkeeping.class);
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
    serialization.registerKubernetesResource(TuningJob.class);
    serialization.registerKubernetesResource(TunedModel.class);
    serialization.registerKubernetesResource(Status.class);
    return serialization;
  }

  /**
   * Managed fields are longer than the resource and part of every event and response. Nothing here
   * reads them, and a write without them leaves them unchanged.
   */
  @JsonIgnoreProperties("managedFields")
  private interface WithoutBookkeeping {}

  /** Makes parsers that skip what is nested too deep. */
  private static final class LevelledFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    LevelledFactory() {
      super(
          new JsonFactoryBuilder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(Integer.MAX_VALUE)
                      .maxNameLength(Integer.MAX_VALUE)
                      .build()));
    }

    @Override
    public JsonFactory copy() {
      return new LevelledFactory();
    }

    @Override
    protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
      return new LevelledParser(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(Reader in, IOContext context) throws IOException {
      return new LevelledParser(super._createParser(in, context));
    }

    @Override
    protected JsonParser _createParser(
        char[] data, int offset, int length, IOContext context, boolean recyclable)
        throws IOException {
      return new LevelledParser(super._createParser(data, offset, length, context, recyclable));
    }

    @Override
    protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context)
        throws IOException {
      return new LevelledParser(super._createParser(data, offset, length, context));
    }

    @Override
    protected JsonParser _createParser(DataInput in, IOContext context) throws IOException {
      return new LevelledParser(super._createParser(in, context));
    }
  }

  /** Shows an object or an array below the last level as an empty one. */
  private static final class LevelledParser extends JsonParserDelegate {
    LevelledParser(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      JsonToken token = delegate.nextToken();
      while (token != null && isTooDeep(token)) {
        token = delegate.nextToken();
      }
      return token;
    }

    @Override
    public JsonToken nextValue() throws IOException {
      JsonToken token = nextToken();
      return token == JsonToken.FIELD_NAME ? nextToken() : token;
    }

    /** A start belongs to the level that it opens, an end to the one that it returns to. */
    private boolean isTooDeep(JsonToken token) {
      int level = delegate.getParsingContext().getNestingDepth();
      return level > (token.isStructStart() ? LEVELS + 1 : LEVELS);
    }
  }
}
