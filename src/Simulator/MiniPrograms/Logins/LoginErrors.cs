using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>WeChat's error codes of mini programs' logins.</summary>
internal static class LoginErrors
{
    public static readonly ApiError UserBlocked = new(40226, "high-risk user, login is blocked");
    public static readonly ApiError TooOften = new(45011, "api minute-quota reach limit, must slower, retry next minute");
    public static readonly ApiError NoSessionKey = new(87007, "session_key is not existed or expired");
    public static readonly ApiError InvalidMethod = new(87008, "invalid sig_method");
    public static readonly ApiError InvalidSignature = new(87009, "invalid signature");
}
