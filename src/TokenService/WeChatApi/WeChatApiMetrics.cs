using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WxYarpGateway.TokenService.WeChatApi;

/// <summary>Counts the calls to WeChat by what WeChat answered.</summary>
internal sealed class WeChatApiMetrics(IMeterFactory meterFactory)
{
    private readonly Counter<long> _calls = meterFactory.Create(TokenServiceTelemetry.MeterName)
        .CreateCounter<long>("wxgateway.wechatapi.calls", "{call}", "Calls to WeChat's API, by path and errcode.");

    public void Answered(string path, int errorCode) => Count(path, "errcode", errorCode);

    public void Failed(string path, string errorType) => Count(path, "error.type", errorType);

    private void Count(string path, string name, object value)
    {
        var tags = new TagList { { "path", path }, { name, value } };
        _calls.Add(1, tags);
    }
}
