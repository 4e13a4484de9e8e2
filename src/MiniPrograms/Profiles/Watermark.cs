using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Profiles;

/// <summary>The mark by which data that was opened says whose it is.</summary>
internal static class Watermark
{
    /// <summary>Returns whether the data is the mini program's: it may be sealed with the right key for another one.</summary>
    public static bool IsOf(JsonFields data, LoginApp app)
    {
        using var mark = data.Within("watermark");
        return mark?.Text("appid") == app.AppId.Value;
    }
}
