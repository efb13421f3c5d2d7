package dev.signalbox.plan;

/// What becomes of changes that do not fit together.
///
/// @param onConflict where nothing has put them together
public record ConflictPolicy(OnConflict onConflict) {
  public static final ConflictPolicy DEFAULT = new ConflictPolicy(OnConflict.RERUN);
}
