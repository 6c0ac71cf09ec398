package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five lines of docs/onnx-autodiff.md are Java that compiles. */
class DocumentedExampleTest {

  @TempDir Path folder;

  @Test
  void fiveLinesCompile() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "onnx-autodiff.md"));
    int start = page.indexOf("```java\n") + "```java\n".length();
    String source =
        """
        import ai.onnxruntime.*;
        import io.glasswatch.onnx.*;
        import java.nio.file.Path;
        class Example {
          void run() throws Exception {
            %s
          }
        }
        """
            .formatted(page.substring(start, page.indexOf("```", start)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiles =
        compiler.getTask(messages, null, null, options, null, List.of(new Source(source))).call();
    assertThat(messages.toString()).isEmpty();
    assertThat(compiles).isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Example.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
