# syntax=docker/dockerfile:1
# Builds from a clean clone: docker build --tag tunesmith .
#
# Both bases are pinned by digest (of the index, so every platform's image is pinned); the tag beside it is for people. To renew one:
# docker buildx imagetools inspect IMAGE:TAG

# --- The program and a Java runtime that holds only what it needs
FROM docker.io/library/eclipse-temurin:25.0.4_7-jdk-noble@sha256:534968c051301957beae735e7ba1db54d99ddecf08746d3b9d4f318cc132dbc3 AS build
WORKDIR /src

# The tests run before an image is built, not in it: they need an API server.
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --quiet --batch-mode -Dmaven.test.skip=true package

# What jdeps finds, without java.desktop (15 MB), which libraries only name, and with what is loaded by name at run time:
# logging, XML (logback's configuration), instrumentation, and the HTTP server of health and metrics.
RUN jlink \
      --add-modules java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.httpserver,jdk.management,jdk.unsupported \
      --strip-debug --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive \
      --output /opt/jre

# --- The image: glibc, libgcc (gRPC's TLS needs it), CA certificates and time zones. No shell, no package manager.
FROM gcr.io/distroless/cc-debian13:nonroot@sha256:e792ab3d241a468a4fd7519ddbbebe66b49b5f365771716ea688ad40b6c6f1c2
LABEL org.opencontainers.image.title="Tunesmith" \
      org.opencontainers.image.description="A Kubernetes operator that runs Vertex AI model-tuning jobs as custom resources" \
      org.opencontainers.image.licenses="Apache-2.0"

COPY --from=build /opt/jre /opt/java
# The libraries change seldom and the program often: a layer each.
COPY --from=build /src/target/lib /app/lib
COPY --from=build /src/target/tunesmith.jar /app/tunesmith.jar

# By number, so that Kubernetes can see that it is not root.
USER 65532:65532
WORKDIR /app
EXPOSE 8080

# In exec form: the JVM is process 1 and gets SIGTERM itself. Nothing is written but to /tmp, where gRPC unpacks its native library.
#   SerialGC, MaxRAMPercentage: a small heap that follows the container's memory limit
#   ExitOnOutOfMemoryError:     a process without memory must not keep the lease
#   UsePerfData, ErrorFile:     no files; a crash report goes where logs go
#   the last two:               what protobuf and gRPC's netty do is allowed, instead of warned about
ENTRYPOINT ["/opt/java/bin/java", \
            "-XX:+UseSerialGC", \
            "-XX:MaxRAMPercentage=50", \
            "-XX:+ExitOnOutOfMemoryError", \
            "-XX:-UsePerfData", \
            "-XX:+ErrorFileToStderr", \
            "--enable-native-access=ALL-UNNAMED", \
            "--sun-misc-unsafe-memory-access=allow", \
            "-jar", "/app/tunesmith.jar"]
CMD ["operator"]
