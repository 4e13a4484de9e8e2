using WxYarpGateway.Platform.Messages;

namespace WxYarpGateway.Platform.Forms;

/// <summary>The names of forms, as rules and the redelivery queue write them.</summary>
internal static class FormNames
{
    /// <summary>WeChat's own JSON.</summary>
    public const string WxComponent = nameof(TargetFormat.WxComponent);

    /// <summary>The form of mpapi's <c>message_api</c>.</summary>
    public const string Mpapi = nameof(TargetFormat.Mpapi);

    /// <summary>Returns the name of a form; <see langword="null"/> for the gateway's own JSON.</summary>
    public static string? Of(TargetFormat format) => format switch
    {
        TargetFormat.WxComponent => WxComponent,
        TargetFormat.Mpapi => Mpapi,
        _ => null,
    };
}
