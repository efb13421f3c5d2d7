package dev.signalbox.app.pairs;

import dev.signalbox.workspace.Verdict;

/// A pair with git's verdict on it.
public record JudgedPair(NamedPair pair, Verdict verdict) {}
