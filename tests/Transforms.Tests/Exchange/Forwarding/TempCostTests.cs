using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Tests.Exchange.Forwarding;

public sealed class TempCostTests
{
    private static readonly string[] Names = ["Accept", "Host", "User-Agent", "Pragma", "Connection", "X-A"];
    private static readonly string[] Ours = ["X-WeChat-Service", "X-WeChat-AppId", "X-WeChat-Message-Id", "X-WeChat-Attempt", "Content-Type", "Content-Length"];

    [Fact]
    public void Cost()
    {
        var text = "";
        for (var round = 0; round < 4; round++)
        {
            text += Measure("list", () => Run(new FeatureList(12), new HeaderList(14))) + Measure("plain", () => Run(new FeatureCollection(12), new HeaderDictionary(14)));
        }

        File.WriteAllText("/tmp/fp/cost.txt", text);
    }

    private static string Measure(string name, Func<int> run)
    {
        const int N = 300_000;
        var started = Stopwatch.GetTimestamp();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < N; i++)
        {
            run();
        }

        return $"{name} {Stopwatch.GetElapsedTime(started).TotalNanoseconds / N:0} ns {(GC.GetAllocatedBytesForCurrentThread() - bytes) / N} B\n";
    }

    private static int Run(IFeatureCollection features, IHeaderDictionary headers)
    {
        var context = new DefaultHttpContext(features);
        var request = new HttpRequestFeature { Headers = headers };
        features.Set<IHttpRequestFeature>(request);
        features.Set<IServiceProvidersFeature>(null!);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature());
        features.Set<IHttpBodyControlFeature>(null);
        if (headers is HeaderList list)
        {
            foreach (var name in Names)
            {
                list.Append(name, name);
            }
        }
        else
        {
            foreach (var name in Names)
            {
                headers[name] = name;
            }
        }

        foreach (var name in Ours)
        {
            headers[name] = name;
        }

        var n = 0;
        for (var i = 0; i < 6; i++)
        {
            n += features.Get<IHttpRequestLifetimeFeature>() is null ? 0 : 1;
            n += features.Get<IForwarder>() is null ? 0 : 1;
        }

        foreach (var header in headers)
        {
            n += header.Value.Count;
        }

        return n + context.Request.Host.Value?.Length ?? 0;
    }

    private interface IForwarder;
}
