using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>One call to WeChat while it is under way: its span, and what it will be counted as.</summary>
public sealed class WeChatApiMeasurement : IDisposable
{
    private const string ErrorType = "error.type";

    private readonly Counter<long> _calls;
    private readonly Activity? _span;
    private readonly string _path;
    private readonly string _service;

    internal WeChatApiMeasurement(Counter<long> calls, Activity? span, string path, string service)
    {
        _calls = calls;
        _span = span;
        _path = path;
        _service = service;
    }

    /// <summary>Counts the call as answered by WeChat.</summary>
    /// <param name="errorCode">WeChat's errcode; 0 for a success.</param>
    public void Answered(int errorCode)
    {
        Count("errcode", errorCode);
        _span?.SetTag(TokenSpans.ErrorCode, errorCode);
        if (errorCode != ErrorCodes.Success && _span is not null)
        {
            _span.Fail(errorCode.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Counts the call as failed on the way.</summary>
    /// <param name="errorType">One of a few words or type names; never what somebody sent.</param>
    public void Failed(string errorType)
    {
        Count(ErrorType, errorType);
        _span.Fail(errorType);
    }

    /// <summary>Ends the span.</summary>
    public void Dispose() => _span?.Dispose();

    private void Count(string name, object value) => _calls.Add(1, new("path", _path), new(name, value), new("service", _service));
}
