namespace WxYarpGateway.Platform.Releases;

/// <summary>Says who works on mini programs, and until when unless it says so again.</summary>
/// <param name="Holder">Who took them: a value of its own for each taking.</param>
/// <param name="For">How long from now; zero lets go.</param>
public readonly record struct ItemHold(Guid Holder, TimeSpan For)
{
    /// <summary>Gets the same holder's letting go.</summary>
    public ItemHold End => this with { For = TimeSpan.Zero };
}
