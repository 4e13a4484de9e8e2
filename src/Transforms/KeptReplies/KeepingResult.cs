namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>What became of a reply that was to be kept. The numbers are those of <see cref="KeptReplyScripts.Keep"/>.</summary>
internal enum KeepingResult
{
    /// <summary>The service has as many as may be kept.</summary>
    Full = 0,

    /// <summary>It is kept.</summary>
    Kept = 1,

    /// <summary>It is kept, and the user's oldest one had to go.</summary>
    KeptForAnother = 2,
}
