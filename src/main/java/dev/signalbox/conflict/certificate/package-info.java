/// The certificate: what a run integrated, in which serial order that could have come about, and
/// how well that is known, in a form that another program run checks with git alone.
///
/// A [Certificate] is data; [CertificateFile] is its signed JSON form, [CertificateKey] signs;
/// [CertificateCheck] goes through one step by step against a repository. The check believes
/// nothing that git can tell: what a task changed, what it started from and whether a merge comes
/// out as it landed are asked anew. Only what a task was seen to read has to be believed, and that
/// is what the signature is for.
@NullMarked
package dev.signalbox.conflict.certificate;

import org.jspecify.annotations.NullMarked;
