package io.glasswatch.stream.audit;

import io.glasswatch.stream.audit.entry.Pseudonyms;
import io.glasswatch.stream.audit.note.NoteKey;
import io.glasswatch.stream.audit.note.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secrets of the audit, each in a file that only its owner may read: {@code signing.pem} signs
 * checkpoints, {@code pseudonyms.key} makes pseudonyms. What is missing is made. {@code
 * signing.pub} is no secret: it is what auditors check with.
 */
public record AuditKeys(NoteSigner signer, Pseudonyms pseudonyms) {

  private static final String SIGNING = "signing.pem";
  private static final String PUBLIC = "signing.pub";
  private static final String PSEUDONYMS = "pseudonyms.key";

  /**
   * Returns the keys in {@code directory}, made there if they are missing.
   *
   * @param name who signs, e.g. {@code glasswatch/production}
   * @throws IllegalStateException if they can be neither read nor made
   */
  public static AuditKeys in(Path directory, String name) {
    try {
      Files.createDirectories(directory);
      return new AuditKeys(signer(directory, name), new Pseudonyms(secret(directory)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "the audit's keys in %s can be neither read nor made: %s"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private static NoteSigner signer(Path directory, String name)
      throws IOException, GeneralSecurityException {
    Path file = directory.resolve(SIGNING);
    if (!Files.exists(file)) {
      NoteSigner made = NoteSigner.generate(name);
      Files.writeString(directory.resolve(PUBLIC), made.key().text() + "\n");
      write(file, pem(made.secret()));
      return made;
    }
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    PrivateKey secret =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    return new NoteSigner(NoteKey.parse(Files.readString(directory.resolve(PUBLIC))), secret);
  }

  private static byte[] secret(Path directory) throws IOException {
    Path file = directory.resolve(PSEUDONYMS);
    if (!Files.exists(file)) {
      byte[] made = new byte[Pseudonyms.SECRET_BYTES];
      new SecureRandom().nextBytes(made);
      write(file, HexFormat.of().formatHex(made) + "\n");
    }
    return HexFormat.of().parseHex(Files.readString(file).strip());
  }

  private static String pem(byte[] pkcs8) {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(pkcs8));
  }

  /** Writes a secret that must not be there yet; nobody else may read it from its first byte on. */
  private static void write(Path file, String secret) throws IOException {
    FileAttribute<?>[] mine =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, mine);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " was made by another process at the same time; start again", e);
    }
    Files.write(file, secret.getBytes(StandardCharsets.UTF_8));
  }
}
