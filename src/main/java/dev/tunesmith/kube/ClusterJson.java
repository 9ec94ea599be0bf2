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
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * How the operator reads what the API server says: everything that it may have stored.
 *
 * <p>The schema keeps unknown fields of {@code spec.tuning}, whatever is in them, and the API
 * server takes values nested ten thousand levels deep, and names of a megabyte. Jackson by default
 * refuses both; a single such resource, in any namespace, would then end the list that an informer
 * begins with, and with it the work on all others. So it is read, but for what is nested deeper
 * than anything that is known: that is as good as empty. The field is named and refused all the
 * same.
 */
public final class ClusterJson {
  /** Kubernetes' own kinds stay well below; the stack of whoever copies or compares does too. */
  static final int LEVELS = 100;

  private ClusterJson() {}

  /**
   * The serialization of the operator's client: without its search of the class path for all kinds.
   *
   * @return a new one
   */
  public static KubernetesSerialization serialization() {
    ObjectMapper mapper =
        new ObjectMapper(new LevelledFactory())
            .addMixIn(ObjectMeta.class, WithoutBookkeeping.class);
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
    serialization.registerKubernetesResource(TuningJob.class);
    serialization.registerKubernetesResource(Status.class);
    return serialization;
  }

  /**
   * Who last wrote which field is longer than the resource, comes with every event and every
   * answer, and nobody here reads it; a write without it leaves it as it is.
   */
  @JsonIgnoreProperties("managedFields")
  private interface WithoutBookkeeping {}

  /** Makes parsers that leave out what is too deep. */
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

    /** A start counts for the level that it opens, and an end for the one that it returns to. */
    private boolean isTooDeep(JsonToken token) {
      int level = delegate.getParsingContext().getNestingDepth();
      return level > (token.isStructStart() ? LEVELS + 1 : LEVELS);
    }
  }
}
