namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>The result of keeping a reply. The numbers are those of <see cref="KeptReplyScripts.Keep"/>.</summary>
internal enum KeepingResult
{
    /// <summary>The service has reached <see cref="KeptReplyLimits.PerService"/>; the reply is not kept.</summary>
    Full = 0,

    /// <summary>The reply is kept.</summary>
    Kept = 1,

    /// <summary>The reply is kept in place of the user's oldest one.</summary>
    KeptForAnother = 2,
}
