namespace WxYarpGateway.MiniPrograms.Answers;

/// <summary>The <c>status</c> of an answer; the numbers are mpapi's.</summary>
internal enum LoginStatus
{
    /// <summary>It is done.</summary>
    Success = 0,

    /// <summary>The request is not what the path takes.</summary>
    InvalidParameter = 3,

    /// <summary>No mini program of that AppId has a login here.</summary>
    NoSuchApp = 10000,

    /// <summary>The token is missing, unknown, over, revoked, or another mini program's: the phone logs in again.</summary>
    NotLoggedIn = 10001,

    /// <summary>WeChat or the gateway failed; the message says why.</summary>
    Failed = 10002,
}
