namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>One version.</summary>
/// <param name="Version">Its name; empty for none.</param>
/// <param name="Description">Its description.</param>
/// <param name="Time">When it came there, by WeChat's clock and in WeChat's writing; empty when that is not known.</param>
internal sealed record CodeVersion(string Version, string Description, string Time)
{
    /// <summary>Gets no version.</summary>
    public static CodeVersion None { get; } = new("", "", "");

    /// <summary>Gets what tells it from a later upload of the same version.</summary>
    public string Mark => $"{Time} {Version}";
}
