package dev.signalbox.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// The journal cannot be used. The message is a sentence for people, with the remedy.
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1L;

  /// SQLite's index of the write-ahead log alone is 32 KiB.
  private static final long ROOM = 64 << 10;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }

  /// What SQLite's `error` means for somebody who has never heard of SQLite.
  static JournalException of(Path file, SQLException error) {
    String sentence =
        switch (cause(file, error)) {
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
              "The journal %s cannot be written. Give yourself write access to it and to its folder."
                  .formatted(file);
          case SQLITE_CANTOPEN ->
              "The journal %s cannot be opened. See that its folder exists, that it is a file, and that you may read and write both."
                  .formatted(file);
          case SQLITE_NOTADB ->
              "The journal %s is damaged or not a journal. Move it away to begin a new one, or put a copy of it back."
                  .formatted(file);
          case SQLITE_CORRUPT ->
              "The journal %s is damaged. Close every Signalbox and start one again: it keeps the damaged file and goes on with what can be read."
                  .formatted(file);
          case SQLITE_FULL ->
              "There is no room left on the disk of the journal %s. Make room and resume the run."
                  .formatted(file);
          case SQLITE_BUSY, SQLITE_LOCKED ->
              "The journal %s is held by another program. Close what has it open and try again."
                  .formatted(file);
          case SQLITE_IOERR ->
              "The disk failed while the journal %s was used. Check the disk and its mount, then resume the run."
                  .formatted(file);
          default ->
              "The journal %s cannot be used: %s."
                  .formatted(file, String.valueOf(error.getMessage()));
        };
    return new JournalException(sentence, error);
  }

  static boolean isDamage(SQLException error) {
    return primary(error) == SQLiteErrorCode.SQLITE_CORRUPT
        || primary(error) == SQLiteErrorCode.SQLITE_NOTADB;
  }

  /// On a full disk SQLite cannot even make the files it needs to look.
  private static SQLiteErrorCode cause(Path file, SQLException error) {
    SQLiteErrorCode code = primary(error);
    boolean vague = code == SQLiteErrorCode.SQLITE_IOERR || code == SQLiteErrorCode.SQLITE_CANTOPEN;
    try {
      if (vague && Files.exists(file) && Files.getFileStore(file).getUsableSpace() < ROOM) {
        return SQLiteErrorCode.SQLITE_FULL;
      }
    } catch (IOException e) {
      error.addSuppressed(e);
    }
    return code;
  }

  private static SQLiteErrorCode primary(SQLException error) {
    // The low byte is the kind of error; what stands above it only says where it happened.
    return SQLiteErrorCode.getErrorCode(error.getErrorCode() & 0xff);
  }

  /// The sentence.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
