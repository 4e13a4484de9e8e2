namespace WxYarpGateway.MiniPrograms.ContentChecks;

/// <summary>What WeChat thinks of a text.</summary>
internal enum VerdictKind
{
    /// <summary>Nothing is wrong with it (<c>pass</c>).</summary>
    Fine,

    /// <summary>
    /// WeChat did not say: nobody is logged in, it did not answer in time, or the user was not in the mini program lately.
    /// </summary>
    Unknown,

    /// <summary>Somebody should look at it (<c>review</c>).</summary>
    Review,

    /// <summary>It must not be shown (<c>risky</c>).</summary>
    Risky,
}

/// <summary>What WeChat thinks of a text, and why.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Label">WeChat's label, such as 20002 (pornographic); 0 when there is none.</param>
internal readonly record struct Verdict(VerdictKind Kind, long Label);
