namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Where a certificate and its private key are.</summary>
public sealed record CertificateOptions
{
    /// <summary>
    /// Gets or sets the file with the certificate: PEM, with those of its issuers after it, or PFX. Relative to the working folder.
    /// Required.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the file with the private key, in PEM.</summary>
    /// <value>The default is empty: the key is in the file with the certificate.</value>
    public string KeyPath { get; set; } = "";

    /// <summary>Gets or sets the password of the private key, or of the PFX file. It is a secret.</summary>
    /// <value>The default is empty: there is none.</value>
    public string Password { get; set; } = "";

    // The generated one would print the password.
    /// <inheritdoc/>
    public override string ToString() => Path;
}
