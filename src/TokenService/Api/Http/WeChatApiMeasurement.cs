using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>One call to WeChat while it is under way: its span, and what it will be counted as.</summary>
internal readonly struct WeChatApiMeasurement(Counter<long> calls, Activity? span, string path, string service) : IDisposable
{
    private const string ErrorType = "error.type";

    /// <summary>Counts the call as answered by WeChat.</summary>
    public void Answered(int errorCode)
    {
        Count("errcode", errorCode);
        span?.SetTag(TokenSpans.ErrorCode, errorCode);
        if (errorCode != ErrorCodes.Success && span is not null)
        {
            span.Fail(errorCode.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Counts the call as failed on the way.</summary>
    public void Failed(string errorType)
    {
        Count(ErrorType, errorType);
        span.Fail(errorType);
    }

    /// <summary>Ends the span.</summary>
    public void Dispose() => span?.Dispose();

    private void Count(string name, object value) => calls.Add(1, new("path", path), new(name, value), new("service", service));
}
