# Built from the repository's root: docker build -f docker/cli.Dockerfile .
FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -pl cli -am -DskipTests install \
    && mvn -B -ntp -pl cli dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=/app \
    && cp cli/target/cli-*.jar /app/

FROM eclipse-temurin:17.0.16_8-jre-jammy
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin glasswatch
COPY --from=build /app /app
USER 10001:10001
# ONNX Runtime, RocksDB and the rest unpack their native libraries; /tmp must be writable.
ENV HOME=/tmp ORT_DISABLE_TELEMETRY=1 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
ENTRYPOINT ["java", "-cp", "/app/*", "io.glasswatch.cli.Main"]
