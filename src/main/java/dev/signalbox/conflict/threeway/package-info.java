/// A file that two sides have changed, in the pieces that a person decides about.
///
/// [dev.signalbox.conflict.threeway.ThreeWay] cuts the three versions into segments exactly as git
/// does, [dev.signalbox.conflict.threeway.Draft] holds what was chosen for each and the text that
/// comes of it. Nothing here changes a file.
@NullMarked
package dev.signalbox.conflict.threeway;

import org.jspecify.annotations.NullMarked;
