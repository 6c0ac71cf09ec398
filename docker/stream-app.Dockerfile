# Built from the repository's root: docker build -f docker/stream-app.Dockerfile .
FROM maven:3.9.11-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -pl stream-app -am -DskipTests install \
    && mvn -B -ntp -pl stream-app dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=/app \
    && cp stream-app/target/stream-app-*.jar /app/

FROM eclipse-temurin:17.0.16_8-jre-jammy
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin glasswatch \
    && mkdir /state && chown 10001:10001 /state
COPY --from=build /app /app
USER 10001:10001
VOLUME /state
# RocksDB and Hyperscan unpack their native libraries into the temporary directory; /tmp must be writable.
ENV STATE_DIR=/state HTTP_HOST=0.0.0.0 HTTP_PORT=8080 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-cp", "/app/*", "io.glasswatch.stream.StreamApp"]
