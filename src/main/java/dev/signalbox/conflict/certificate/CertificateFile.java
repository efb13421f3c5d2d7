package dev.signalbox.conflict.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A certificate as signed JSON. What is signed is the text of all members but `signature`, in
/// Signalbox's own compact form: spaces and line breaks may change, nothing else may.
///
/// @param certificate null where the file was changed after it had been signed: what it says then
///   is nobody's word
/// @param key the open half of the key that signed it
public record CertificateFile(@Nullable Certificate certificate, String key) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /// The signed JSON form of `certificate`.
  public static String text(Certificate certificate, CertificateKey key) {
    ObjectNode members = JSON.valueToTree(certificate);
    String signature = key.sign(signed(members));
    members
        .putObject("signature")
        .put("algorithm", CertificateKey.ALGORITHM)
        .put("key", key.publicText())
        .put("value", signature);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(members) + "\n";
  }

  /// @throws IOException where the file cannot be read, or holds no certificate; the message is a
  ///   sentence
  public static CertificateFile read(Path file) throws IOException {
    try {
      if (!(JSON.readTree(Files.readString(file)) instanceof ObjectNode members)) {
        throw new IOException(file + " holds no certificate.");
      }
      JsonNode signature =
          Optional.ofNullable(members.remove("signature"))
              .orElseThrow(() -> new IOException(file + " is not signed."));
      String key = signature.path("key").asString("");
      boolean genuine =
          signature.path("algorithm").asString("").equals(CertificateKey.ALGORITHM)
              && signature.size() == 3
              && CertificateKey.isBy(key, signed(members), signature.path("value").asString(""));
      if (!genuine) {
        return new CertificateFile(null, key);
      }
      int version = members.path("version").asInt(0);
      if (version > Certificate.VERSION) {
        throw new IOException(
            "%s is of version %d, which this Signalbox does not know. Use a newer one."
                .formatted(file, version));
      }
      return new CertificateFile(JSON.treeToValue(members, Certificate.class), key);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new IOException(
          "%s holds no certificate (%s)."
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static byte[] signed(ObjectNode members) {
    return JSON.writeValueAsString(sorted(members)).getBytes(StandardCharsets.UTF_8);
  }

  /// Members in the order of their names, all the way down.
  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode sorted = JSON.createObjectNode();
      object.propertyNames().stream()
          .sorted()
          .forEach(name -> sorted.set(name, sorted(object.get(name))));
      return sorted;
    }
    if (node.isArray()) {
      var sorted = JSON.createArrayNode();
      node.forEach(element -> sorted.add(sorted(element)));
      return sorted;
    }
    return node;
  }
}
