package dev.signalbox.conflict.certificate;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// Signs certificates: an Ed25519 key (RFC 8032) that one user of one machine has. It tells that
/// nobody changed a certificate since, not that the one who made it told the truth.
public final class CertificateKey {
  static final String ALGORITHM = "Ed25519";

  private final PrivateKey secret;
  private final PublicKey open;

  private CertificateKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /// The key kept in `folder`; made where there is none. Its file is for the owner alone.
  public static CertificateKey in(Path folder) throws IOException {
    Path file = folder.resolve("certificate.key");
    try {
      return read(file);
    } catch (NoSuchFileException e) {
      Files.createDirectories(folder);
      CertificateKey made = make();
      Path draft = Files.createTempFile(folder, "certificate", ".key", ownerOnly(folder));
      try {
        Files.writeString(draft, made.text());
        // Whoever comes second takes the key of the first.
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException other) {
        return read(file);
      } finally {
        Files.deleteIfExists(draft);
      }
      return made;
    }
  }

  private static java.nio.file.attribute.FileAttribute<?>[] ownerOnly(Path folder)
      throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new java.nio.file.attribute.FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new java.nio.file.attribute.FileAttribute<?>[0];
  }

  private static CertificateKey make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new CertificateKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }

  private String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(secret.getEncoded()) + "\n" + publicText() + "\n";
  }

  private static CertificateKey read(Path file) throws IOException {
    String[] lines = Files.readString(file).split("\n", -1);
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new CertificateKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines[0]))),
          keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines[1]))));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(
          "The key %s cannot be read. Move it away, and a new one is made.".formatted(file), e);
    }
  }

  /// The half of it that everybody may know.
  public String publicText() {
    return Base64.getEncoder().encodeToString(open.getEncoded());
  }

  String sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key that was read cannot sign", e);
    }
  }

  /// Whether `signature` is one of `text` by the key whose open half is `publicText`.
  static boolean isBy(String publicText, byte[] text, String signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicText)));
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
