package dev.signalbox.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Whether a journal is whole, as cheaply as can be: after a clean end by its header alone, and
/// page by page only where the last process to have it open died, or found damage.
final class Health {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;

  private Health() {}

  /// Notes that damage was found, for the next one to open the journal.
  static void suspect(Path file) {
    try {
      Files.write(mark(file), new byte[0]);
    } catch (IOException e) {
      System.getLogger(Health.class.getName())
          .log(System.Logger.Level.WARNING, "The damage of " + file + " could not be noted", e);
    }
  }

  private static Path mark(Path file) {
    return file.resolveSibling(file.getFileName() + ".suspect");
  }

  /// Whether `file` is a journal with damage. Only for somebody who is alone with it.
  static boolean isDamaged(Path file) throws JournalException {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) == 0) {
        return false;
      }
      rollBack(file);
      ByteBuffer header = header(file);
      if (!isJournal(header) || version(header) > Database.VERSION) {
        // Refused when it is opened, with the reason.
        return false;
      }
      boolean suspected = Files.exists(mark(file));
      Path log = file.resolveSibling(file.getFileName() + "-wal");
      boolean cutShort = Files.exists(log) && Files.size(log) > 0;
      // SQLite itself compares the length that the header says with the file's.
      String look =
          suspected ? "integrity_check(1)" : cutShort ? "quick_check(1)" : "schema_version";
      boolean damaged = !passes(file, look);
      if (!damaged) {
        Files.deleteIfExists(mark(file));
      }
      return damaged;
    } catch (IOException e) {
      throw new JournalException(
          "The journal %s cannot be read. Give yourself access to it and to its folder."
              .formatted(file),
          e);
    }
  }

  static void forgetSuspicion(Path file) throws IOException {
    Files.deleteIfExists(mark(file));
  }

  private static ByteBuffer header(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (header.hasRemaining() && channel.read(header) >= 0) {}
    }
    return header;
  }

  private static boolean isJournal(ByteBuffer header) {
    byte[] begins = new byte[MAGIC.length];
    header.get(0, begins);
    return java.util.Arrays.equals(begins, MAGIC);
  }

  /// What the header of `file`, a journal, says of its version.
  static int version(Path file) throws IOException {
    return version(header(file));
  }

  private static int version(ByteBuffer header) {
    return header.getInt(60);
  }

  private static void rollBack(Path file) throws JournalException {
    try {
      Database.rollBack(file);
    } catch (SQLException e) {
      if (!JournalException.isDamage(e)) {
        throw JournalException.of(file, e);
      }
    }
  }

  private static boolean passes(Path file, String pragma) throws JournalException {
    try (Connection connection = Database.reading(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + pragma)) {
      return rows.next() && (!pragma.contains("check") || "ok".equals(rows.getString(1)));
    } catch (SQLException e) {
      if (JournalException.isDamage(e)) {
        return false;
      }
      throw JournalException.of(file, e);
    }
  }
}
