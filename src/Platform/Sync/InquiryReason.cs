namespace WxYarpGateway.Platform.Sync;

/// <summary>Why WeChat is asked about one account, which decides what its answer may change.</summary>
public enum InquiryReason
{
    /// <summary>WeChat listed it, pushed its event, or pushed a message for it: it may be authorized again by the answer.</summary>
    Listed,

    /// <summary>WeChat's list did not have it: the answer "not authorized" ends it.</summary>
    Unseen,

    /// <summary>It withdrew its authorization: the answer "not authorized" wipes its refresh token.</summary>
    Ended,

    /// <summary>Somebody wants to know. The answer changes no authorization.</summary>
    Asked,
}
