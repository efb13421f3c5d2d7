package dev.signalbox.conflict.resolve;

import java.util.Optional;

/// Puts both sides of one kind of text together.
interface TextResolver {

  Rung rung();

  /// @return empty where this is not of its kind, or not plainly so
  Optional<Result> resolve(String path, ThreeWay merge);

  /// @param detail what it did, where that is not plain from the rung; may be empty
  record Result(String text, String detail) {}
}
