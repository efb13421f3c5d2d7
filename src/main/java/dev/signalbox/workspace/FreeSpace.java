package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Whether there is room on the disk for another work tree. Asked often, so a look costs
/// microseconds.
public final class FreeSpace {
  private final Path folder;
  private final FreeFloor floor;
  private final Probe probe;
  private final Supplier<OptionalLong> reclaimable;

  /// How a disk stands.
  ///
  /// @param free bytes that this user may still write
  /// @param total bytes it has in all
  public record Disk(long free, long total) {}

  /// Looks at the disk of a folder.
  @FunctionalInterface
  public interface Probe {
    Disk look(Path folder) throws IOException;
  }

  /// @param folder where work trees lie, or a folder above it that is there
  /// @param reclaimable how many bytes `signalbox gc` would free, as far as that is known; must not
  ///   block
  public FreeSpace(Path folder, FreeFloor floor, Probe probe, Supplier<OptionalLong> reclaimable) {
    this.folder = folder;
    this.floor = floor;
    this.probe = probe;
    this.reclaimable = reclaimable;
  }

  /// Asks the system.
  public static FreeSpace of(Path folder, FreeFloor floor, Supplier<OptionalLong> reclaimable) {
    return new FreeSpace(folder, floor, FreeSpace::ask, reclaimable);
  }

  /// Never short of anything.
  public static FreeSpace unlimited() {
    return new FreeSpace(Path.of(""), FreeFloor.NONE, _ -> new Disk(0, 0), OptionalLong::empty);
  }

  private static Disk ask(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    var store = Files.getFileStore(there);
    return new Disk(store.getUsableSpace(), store.getTotalSpace());
  }

  /// Why no new work tree is made, in a sentence that says what to free; empty while there is room,
  /// and where the system does not tell.
  public Optional<String> shortage() {
    Disk disk;
    try {
      disk = probe.look(folder);
    } catch (IOException e) {
      System.getLogger(FreeSpace.class.getName())
          .log(System.Logger.Level.DEBUG, "The room on the disk of " + folder + " is not known", e);
      return Optional.empty();
    }
    long needed = floor.of(disk.total());
    if (disk.free() >= needed) {
      return Optional.empty();
    }
    OptionalLong known = reclaimable.get();
    return Optional.of(
        "No new work tree is made: %s are free on the disk of %s, and %s are to stay free. %s"
            .formatted(
                DiskSize.words(disk.free()),
                folder,
                DiskSize.words(needed),
                known.isEmpty()
                    ? "Free some room; `signalbox gc --dry-run` says what can go."
                    : known.getAsLong() == 0
                        ? "Free some room elsewhere; `signalbox gc` would free nothing."
                        : "`signalbox gc` would free %s."
                            .formatted(DiskSize.words(known.getAsLong()))));
  }
}
