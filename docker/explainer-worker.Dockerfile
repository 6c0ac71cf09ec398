# Built from the repository's root: docker build -f docker/explainer-worker.Dockerfile .
FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -pl explainer-worker -am -DskipTests install \
    && mvn -B -ntp -pl explainer-worker dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=/app \
    && cp explainer-worker/target/explainer-worker-*.jar /app/

FROM eclipse-temurin:17.0.16_8-jre-jammy
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin glasswatch
COPY --from=build /app /app
USER 10001:10001
# ONNX Runtime and the tokenizer unpack their native libraries; /tmp must be writable.
ENV METRICS_HOST=0.0.0.0 METRICS_PORT=9464 HOME=/tmp ORT_DISABLE_TELEMETRY=1 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
EXPOSE 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9464 && printf 'GET /-/healthy HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-cp", "/app/*", "io.glasswatch.explainer.ExplainerWorker"]
