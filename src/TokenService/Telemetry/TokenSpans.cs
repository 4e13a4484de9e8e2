using System.Diagnostics;

namespace WxYarpGateway.TokenService.Telemetry;

/// <summary>The source of this project's spans, and the names in them.</summary>
internal sealed class TokenSpans : IDisposable
{
    /// <summary>The span of a renewal.</summary>
    public const string Renew = "wechat.renew";

    /// <summary>The tag with the service's name, also in the spans of pushes.</summary>
    public const string Service = "wechat.service";

    /// <summary>The tag with the kind of token.</summary>
    public const string Kind = "wechat.token.kind";

    /// <summary>The tag with how a renewal ended.</summary>
    public const string Result = "wechat.token.result";

    /// <summary>The tag with WeChat's errcode.</summary>
    public const string ErrorCode = "wechat.errcode";

    /// <summary>Gets the source.</summary>
    public ActivitySource Source { get; } = new(TokenServiceTelemetry.ActivitySourceName);

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
