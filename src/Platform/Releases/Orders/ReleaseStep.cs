namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>One step of an order.</summary>
public enum ReleaseStep
{
    /// <summary>Uploads the template's code as the trial version.</summary>
    Commit,

    /// <summary>Waits for the end of WeChat's privacy scan of the code.</summary>
    Check,

    /// <summary>Submits the trial version for an audit, and waits for the result.</summary>
    Submit,

    /// <summary>Publishes the version that passed the audit.</summary>
    Release,

    /// <summary>Withdraws the audit that is under way.</summary>
    Undo,

    /// <summary>Puts the version before the live one back.</summary>
    Rollback,

    /// <summary>Lets users in.</summary>
    VisitOpen,

    /// <summary>Shuts users out.</summary>
    VisitClose,

    /// <summary>Asks WeChat for a fast audit (加急审核).</summary>
    SpeedUp,
}
