package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** How our records are written: snake_case JSON outside, its binary twin Smile inside. */
public final class Json {

  /** Readable JSON, for topics that others read, for HTTP and for files. */
  public static final ObjectMapper TEXT = mapper(new JsonFactory());

  /** The same documents in binary, for topics and stores that only we read. */
  public static final ObjectMapper BINARY = mapper(new SmileFactory());

  private Json() {}

  private static ObjectMapper mapper(JsonFactory factory) {
    ObjectMapper mapper =
        factory instanceof SmileFactory ? new ObjectMapper(factory) : new JsonMapper(factory);
    return mapper
        .registerModule(new Jdk8Module())
        .registerModule(new JavaTimeModule())
        .registerModule(IsoTime.module())
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .setDefaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
