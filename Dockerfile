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
    ./mvnw --quiet --batch-mode -Dmaven.test.skip=true -Dassembly.skipAssembly package

# The layout of /app: runtime, libraries, program, and an AOT cache that an operator at work on a mock cluster leaves behind.
# The same script makes the same layout without Docker.
RUN src/image/assemble /

# --- The image: glibc, libgcc (gRPC's TLS needs it), CA certificates and time zones. No shell, no package manager.
FROM gcr.io/distroless/cc-debian13:nonroot@sha256:e792ab3d241a468a4fd7519ddbbebe66b49b5f365771716ea688ad40b6c6f1c2
LABEL org.opencontainers.image.title="Tunesmith" \
      org.opencontainers.image.description="A Kubernetes operator that runs Vertex AI model-tuning jobs as custom resources" \
      org.opencontainers.image.licenses="Apache-2.0"

# The runtime and the libraries change seldom and the program often: a layer each.
COPY --from=build /app/java /app/java
COPY --from=build /app/lib /app/lib
COPY --from=build /app/java.options /app/tunesmith.jar /app/tunesmith.aot /app/

# By number, so that Kubernetes can see that it is not root.
USER 65532:65532
WORKDIR /app
EXPOSE 8080

# In exec form: the JVM is process 1 and gets SIGTERM itself. Nothing is written but to /tmp, where gRPC unpacks its native library.
# Why each of the JVM's options is there: src/image/java.options.
ENTRYPOINT ["/app/java/bin/java", "@/app/java.options", "-XX:AOTCache=/app/tunesmith.aot", "-jar", "/app/tunesmith.jar"]
CMD ["operator"]
