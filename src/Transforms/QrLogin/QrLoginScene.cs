namespace WxYarpGateway.Transforms.QrLogin;

/// <summary>The scene of a sign-in's QR code: <c>wxgw-login-</c> and the sign-in's id (生成带参数的二维码: scene_str, 1 to 64 characters).</summary>
internal static class QrLoginScene
{
    private const string Prefix = "wxgw-login-";

    // WeChat puts it before the scene when the user follows the account by the scan (扫描带参数二维码事件).
    private const string WhenFollowing = "qrscene_";

    /// <summary>Returns the scene of a sign-in.</summary>
    public static string Of(string id) => Prefix + id;

    /// <summary>Returns the sign-in that an event is about; <see langword="null"/> when its scene is another one.</summary>
    /// <param name="eventName">The event, as WeChat spells it.</param>
    /// <param name="eventKey">Its <c>EventKey</c>.</param>
    public static string? IdIn(string eventName, string? eventKey)
    {
        var scene = eventName == "SCAN" ? eventKey
            : eventKey?.StartsWith(WhenFollowing, StringComparison.Ordinal) == true ? eventKey[WhenFollowing.Length..]
            : null;
        return scene?.StartsWith(Prefix, StringComparison.Ordinal) == true ? scene[Prefix.Length..] : null;
    }
}
