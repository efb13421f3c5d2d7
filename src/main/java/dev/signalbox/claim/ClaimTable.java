package dev.signalbox.claim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is claimed at this moment, by owner. Claims are taken all or nothing under one owner, so no
/// owner ever holds some and waits for others, and no deadlock is possible.
///
/// Only writes exclude each other: every owner works in a tree of its own, so a reader never sees
/// half of what a writer does.
public final class ClaimTable {

  /// Who stands in the way, and where.
  ///
  /// @param owner who holds it
  /// @param mine the glob that was asked for, or `**` where the asker declares no writes
  /// @param theirs the glob that is held, or `**` where the holder declares no writes
  /// @param witness a path in both
  public record Holder(String owner, String mine, String theirs, String witness) {}

  private final boolean undeclaredIsExclusive;
  private final Map<String, Claims> held = new LinkedHashMap<>();

  /// @param undeclaredIsExclusive whether an owner without declared writes excludes all others
  public ClaimTable(boolean undeclaredIsExclusive) {
    this.undeclaredIsExclusive = undeclaredIsExclusive;
  }

  /// The first holder, in the order of taking, that `claims` cannot be held beside.
  public Optional<Holder> holder(String owner, Claims claims) {
    for (Map.Entry<String, Claims> entry : held.entrySet()) {
      if (!entry.getKey().equals(owner)) {
        Optional<Holder> holder = against(entry.getKey(), entry.getValue(), claims);
        if (holder.isPresent()) {
          return holder;
        }
      }
    }
    return Optional.empty();
  }

  /// Takes all of `claims` for `owner`; the caller has asked [#holder] on the same thread before.
  public void take(String owner, Claims claims) {
    held.put(owner, claims);
  }

  public void release(String owner) {
    held.remove(owner);
  }

  private Optional<Holder> against(String owner, Claims theirs, Claims mine) {
    if (undeclaredIsExclusive && !(mine.declaresWrites() && theirs.declaresWrites())) {
      return Optional.of(new Holder(owner, text(mine), text(theirs), ""));
    }
    return Claims.firstOverlap(mine.knownWrites(), theirs.knownWrites())
        .map(o -> new Holder(owner, o.left().pattern(), o.right().pattern(), o.witness()));
  }

  private static String text(Claims claims) {
    List<Glob> writes = claims.knownWrites();
    return !claims.declaresWrites() ? "**" : writes.isEmpty() ? "" : writes.getFirst().pattern();
  }
}
