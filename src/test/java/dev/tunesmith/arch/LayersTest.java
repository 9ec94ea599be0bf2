package dev.tunesmith.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The design's package table (section 8): who may import whom, ours and other people's. A package
 * that is not in the table fails, so that a new one is thought about.
 */
@DisplayName("The layers")
class LayersTest {
  private static final String ROOT = House.ROOT;
  private static final String API = ROOT + ".api..";
  private static final String ACCEPTANCE = ROOT + ".acceptance";
  private static final String LIFECYCLE = ROOT + ".lifecycle";
  private static final String VERTEX = ROOT + ".vertex";
  private static final String KIND = ROOT + ".kind";
  private static final String KINDS = KIND + ".tuningjob";
  private static final String GATE = ROOT + ".gate";
  private static final String RECONCILE = ROOT + ".reconcile";
  private static final String KUBE = ROOT + ".kube";
  private static final String LEADER = ROOT + ".leader";
  private static final String APP = ROOT + ".app";
  private static final String SLF4J = "org.slf4j..";
  private static final String FABRIC8 = "io.fabric8..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String MICROMETER = "io.micrometer..";
  private static final String JOSDK = "io.javaoperatorsdk..";
  private static final String MANIFEST = ROOT + ".cli.manifest";

  /** Allowed everywhere: the language, and its null annotations. */
  private static final List<String> JDK = List.of("java..", "javax..", "org.jspecify.annotations");

  static Stream<Arguments> table() {
    return Stream.of(
        row(ROOT, LIFECYCLE, APP, ROOT + ".cli..", ROOT + ".emulator", "picocli.."),
        row(ROOT + ".api", API),
        row(ROOT + ".api.v1alpha1", FABRIC8, JACKSON),
        row(ROOT + ".api.v1alpha1.tunedmodel", API, FABRIC8, JACKSON),
        row(ROOT + ".api.v1alpha1.tunedmodel.model", API, FABRIC8, JACKSON),
        row(ROOT + ".api.v1alpha1.tuningjob", API, FABRIC8, JACKSON),
        row(ROOT + ".api.v1alpha1.tuningjob.tuning", API, FABRIC8, JACKSON),
        row(LIFECYCLE, API),
        row(ACCEPTANCE, API, LIFECYCLE, VERTEX, JACKSON, MICROMETER, "com.google.re2j"),
        row(GATE, API, LIFECYCLE, VERTEX),
        row(
            KIND,
            API,
            ACCEPTANCE,
            JACKSON,
            "io.fabric8.kubernetes.api.model..",
            "io.fabric8.generator.annotation.."),
        row(
            KINDS,
            KIND,
            API,
            ACCEPTANCE,
            LIFECYCLE,
            GATE,
            VERTEX,
            RECONCILE,
            JACKSON,
            MICROMETER,
            "io.fabric8.kubernetes.api.model..",
            "io.fabric8.generator.annotation.."),
        row(
            KIND + ".tunedmodel",
            KIND,
            API,
            ACCEPTANCE,
            LIFECYCLE,
            VERTEX,
            ROOT + ".gemini",
            RECONCILE,
            JACKSON,
            MICROMETER,
            SLF4J,
            "io.fabric8.kubernetes.api.model..",
            "io.fabric8.generator.annotation.."),
        row(
            MANIFEST,
            API,
            LIFECYCLE,
            KIND,
            KINDS,
            KIND + ".tunedmodel",
            "io.fabric8.kubernetes.api.model..",
            JACKSON,
            "org.yaml.snakeyaml..",
            "dev.cel..",
            "com.google.re2j.."),
        row(
            ROOT + ".cli.validate",
            MANIFEST,
            GATE,
            KINDS,
            KIND + ".tunedmodel",
            APP,
            JACKSON,
            "io.fabric8.kubernetes.api.model..",
            "picocli.."),
        row(
            ROOT + ".cli.gemini",
            API,
            ROOT + ".gemini",
            VERTEX,
            ROOT + ".vertex.rest",
            APP,
            FABRIC8,
            JACKSON,
            "picocli.."),
        row(VERTEX, API, LIFECYCLE, JACKSON, SLF4J, MICROMETER),
        row(
            ROOT + ".vertex.grpc",
            VERTEX,
            LIFECYCLE,
            JACKSON,
            SLF4J,
            "com.google..",
            "io.grpc..",
            "io.opencensus..",
            "org.threeten.."),
        row(ROOT + ".rest", VERTEX, JACKSON, "com.google.auth.."),
        row(ROOT + ".vertex.rest", ROOT + ".rest", VERTEX, LIFECYCLE, JACKSON, SLF4J),
        row(ROOT + ".gemini", ROOT + ".rest", VERTEX, JACKSON, SLF4J),
        row(RECONCILE, API, ACCEPTANCE, LIFECYCLE, GATE, VERTEX, SLF4J, FABRIC8, JOSDK, MICROMETER),
        row(KUBE, API, LEADER, LIFECYCLE, SLF4J, FABRIC8, JACKSON),
        row(LEADER, APP, LIFECYCLE, SLF4J, FABRIC8, JACKSON),
        row(
            APP,
            API,
            ACCEPTANCE,
            LIFECYCLE,
            GATE,
            KINDS,
            KIND + ".tunedmodel",
            ROOT + ".gemini",
            VERTEX,
            ROOT + ".vertex.grpc",
            ROOT + ".vertex.rest",
            RECONCILE,
            KUBE,
            LEADER,
            SLF4J,
            FABRIC8,
            JACKSON,
            JOSDK,
            "io.micrometer..",
            "io.prometheus..",
            "com.sun.net.httpserver..",
            "ch.qos.logback..",
            "info.picocli..",
            "picocli.."),
        row(
            ROOT + ".emulator",
            SLF4J,
            JACKSON,
            "com.google..",
            "io.grpc..",
            "com.sun.net.httpserver..",
            "picocli.."));
  }

  private static Arguments row(String of, String... may) {
    List<String> allowed = new ArrayList<>(JDK);
    allowed.add(of);
    allowed.addAll(Arrays.asList(may));
    return Arguments.of(of, allowed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  @DisplayName("import what the design's table allows, and nothing else")
  void allowedOnly(String of, List<String> may) {
    classes()
        .that()
        .resideInAPackage(of)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(may.toArray(String[]::new)).or(primitiveOrArray()))
        .because("the design's package table (section 8) says what " + of + " may import")
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("are all in the table: the quickstart alone imports everything")
  void allInTheTable() {
    Set<String> known = new TreeSet<>(Set.of(ROOT + ".cli.quickstart"));
    table().forEach(row -> known.add((String) row.get()[0]));
    Set<String> packages = new TreeSet<>();
    House.CLASSES.forEach(type -> packages.add(type.getPackageName()));
    assertThat(packages).isSubsetOf(known);
    assertThat(known).as("the table speaks of packages that exist").isSubsetOf(packages);
  }

  @Test
  @DisplayName("let nobody but the adapter and the emulator speak the vendor's client")
  void vendorsClient() {
    noClasses()
        .that(
            resideOutsideOfPackages(
                ROOT + ".vertex.grpc..", ROOT + ".rest..", ROOT + ".emulator.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("com.google..", "io.grpc..")
                .and(resideOutsideOfPackages("com.google.re2j..")))
        .because("the port (package vertex) is where the vendor's types end")
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("leave the emulator alone: nobody imports it but the root and the quickstart")
  void emulatorStandsAlone() {
    noClasses()
        .that(resideOutsideOfPackages(ROOT, ROOT + ".cli.quickstart..", ROOT + ".emulator.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".emulator..")
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("keep the kinds apart from each other, and the runtime from all of them")
  void kindsAreStrangers() {
    noClasses()
        .that(resideOutsideOfPackages(ROOT + ".kind..", APP, ROOT + ".cli.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".kind..")
        .because("a new kind is a new package, and nothing in the runtime changes")
        .check(House.CLASSES);
    slices()
        .matching(ROOT + ".kind.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("have no cycles")
  void noCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(House.CLASSES);
  }

  @Test
  @DisplayName("hold no class that is named after nothing it does")
  void noHelpers() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("hold no static state that can change")
  void noStaticState() {
    fields()
        .that()
        .areStatic()
        .and(notMadeByTheCompiler())
        .should()
        .beFinal()
        .andShould(beImmutable())
        .because("what changes belongs to an object that somebody made and can name")
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("say of each package what it is for, and that null is told there")
  void packageInfos() {
    Map<String, Boolean> marked = new TreeMap<>();
    for (JavaClass type : House.CLASSES) {
      boolean here =
          type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class);
      marked.merge(type.getPackageName(), here, Boolean::logicalOr);
    }
    assertThat(marked).as("packages with a package-info.java that is @NullMarked").isNotEmpty();
    assertThat(marked).allSatisfy((of, yes) -> assertThat(yes).as(of).isTrue());
  }

  private static DescribedPredicate<JavaClass> primitiveOrArray() {
    return DescribedPredicate.describe(
        "primitive or array of such", type -> type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaField> notMadeByTheCompiler() {
    return DescribedPredicate.describe(
        "not made by the compiler",
        field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  /** By type, and collections by what they are: an unmodifiable one refuses every change. */
  private static ArchCondition<JavaField> beImmutable() {
    Set<String> kinds =
        Set.of(
            "java.lang.String",
            "java.time.Duration",
            "java.time.format.DateTimeFormatter",
            "java.math.BigInteger",
            "java.net.URI",
            "java.nio.file.Path",
            "java.util.regex.Pattern",
            "java.util.Comparator",
            // A cache of what is the same for ever: what reflection says of a class.
            "java.lang.ClassValue",
            "org.slf4j.Logger",
            "com.google.protobuf.TypeRegistry",
            "com.google.protobuf.util.JsonFormat$Parser",
            "com.google.protobuf.util.JsonFormat$Printer",
            "com.fasterxml.jackson.databind.ObjectWriter",
            // Mappers are never configured after they were made: their users read and write.
            "com.fasterxml.jackson.databind.json.JsonMapper",
            "com.fasterxml.jackson.databind.ObjectMapper");
    return new ArchCondition<>("be of an immutable type") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType();
        boolean fine =
            type.isPrimitive()
                || type.isEnum()
                || type.isRecord()
                || kinds.contains(type.getName())
                || ((type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
                    && isUnmodifiable(field));
        if (!fine) {
          events.add(
              SimpleConditionEvent.violated(
                  field, field.getFullName() + " is a static " + type.getName()));
        }
      }
    };
  }

  private static boolean isUnmodifiable(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      String made = reflected.get(null).getClass().getName();
      return made.startsWith("java.util.ImmutableCollections$")
          || made.startsWith("java.util.Collections$Unmodifiable")
          || made.startsWith("com.google.common.collect.Regular");
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field.getFullName(), e);
    }
  }
}
