package io.glasswatch.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for a broker on this machine, made by the JDK's {@code keytool} and signed by
 * itself.
 *
 * @param keyStore PKCS 12, with the private key
 * @param trusted PEM, what a client must trust
 * @param password of the key store
 */
record Certificate(Path keyStore, Path trusted, String password) {

  private static final String ALIAS = "broker";

  /** Makes a certificate in {@code dir}, which is made if absent. */
  static Certificate create(Path dir, String password) throws IOException, InterruptedException {
    Files.createDirectories(dir);
    Certificate certificate =
        new Certificate(dir.resolve("broker.p12"), dir.resolve("broker.pem"), password);
    certificate.keytool(
        List.of(
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=IP:127.0.0.1,DNS:localhost",
            "-validity",
            "30"));
    certificate.keytool(
        List.of("-exportcert", "-rfc", "-file", certificate.trusted.toAbsolutePath().toString()));
    return certificate;
  }

  private void keytool(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(
        List.of(
            "-alias",
            ALIAS,
            "-storetype",
            "PKCS12",
            "-keystore",
            keyStore.toAbsolutePath().toString(),
            "-storepass",
            password));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + said.strip());
    }
  }
}
