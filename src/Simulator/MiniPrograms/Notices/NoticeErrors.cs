using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Notices;

/// <summary>WeChat's error codes of notices.</summary>
internal static class NoticeErrors
{
    public static readonly ApiError InvalidPage = new(41030, "invalid page");
    public static readonly ApiError Refused = new(43101, "user refuse to accept the msg");
    public static readonly ApiError Banned = new(43107, "subscribe message is banned");
    public static readonly ApiError SendingAnother = new(43108, "concurrent sending limit");

    /// <summary>Returns the error of a field, which names it.</summary>
    public static ApiError InvalidField(string name, string fault) =>
        ApiError.InvalidArgument with { Message = $"argument invalid! data.{name}.value {fault}" };
}
