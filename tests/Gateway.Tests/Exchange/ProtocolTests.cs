using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>Backends over TLS and over HTTP/2.</summary>
public sealed class ProtocolTests
{
    private const string Text = """{"a":"b"}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_speaks_HTTP_2_without_TLS(bool isOwn)
    {
        await using var backend = await StartHttp2Async(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancelled);
            await context.Response.WriteAsync($"{context.Request.Protocol} {body.Length} {context.Request.ContentLength}", Cancelled);
        });
        await using var rig = await StartAsync(isOwn, backend);

        var answer = await rig.CallAsync(Text, Cancelled);

        Assert.Equal("HTTP/2 9 9", System.Text.Encoding.UTF8.GetString(answer.Body.Span));
        Assert.Equal((200, null), (answer.StatusCode, answer.Failure));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_answers_over_HTTP_2_before_it_has_read_all(bool isOwn)
    {
        await using var backend = await StartHttp2Async(async context =>
        {
            _ = await context.Request.Body.ReadAsync(new byte[1], Cancelled);
            context.Response.StatusCode = 413;
            await context.Response.WriteAsync("no", Cancelled);
            await context.Response.CompleteAsync();
        });
        await using var rig = await StartAsync(isOwn, backend);

        var answer = await rig.CallAsync(new string('x', 5_000_000), Cancelled);

        // Whether the body's end or the answer is first, is chance, and so is whom YARP blames for a body that was not sent to its end.
        Assert.Equal(413, answer.StatusCode);
        Assert.True(
            answer.Failure is null or "the call broke off (RequestBodyDestination)" or "the call broke off (RequestBodyClient)"
                or "the call broke off (RequestBodyCanceled)",
            answer.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_resets_its_answer_over_HTTP_2(bool isOwn)
    {
        await using var backend = await StartHttp2Async(async context =>
        {
            // To the end, so that it is the answer that is reset and nothing else.
            await context.Request.Body.CopyToAsync(Stream.Null, Cancelled);
            await context.Response.WriteAsync("{", Cancelled);
            await context.Response.Body.FlushAsync(Cancelled);
            context.Abort();
        });
        await using var rig = await StartAsync(isOwn, backend);

        var answer = await rig.CallAsync(Text, Cancelled);

        Assert.Equal((502, "the call broke off (ResponseBodyDestination)"), (answer.StatusCode, answer.Failure));
    }

    [Theory]
    [InlineData(true, "true", 200, null)]
    [InlineData(false, "true", 200, null)]
    [InlineData(true, "false", 502, "it could not be reached")]
    [InlineData(false, "false", 502, "it could not be reached")]
    public async Task A_backend_speaks_TLS(bool isOwn, string acceptsAny, int status, string? failure)
    {
        await using var backend = await ScriptedBackend.StartWithUnprovenCertificateAsync(Cancelled);
        await using var rig = await ForwarderRig.StartAsync(
            isOwn, backend.Address, ("CLUSTER:HttpClient:DangerousAcceptAnyServerCertificate", acceptsAny));

        var answer = await rig.CallAsync(Text, Cancelled);

        Assert.Equal((status, failure), (answer.StatusCode, answer.Failure));
        Assert.All(backend.Calls, call => Assert.Equal(Text, call.Text));
    }

    private static Task<ForwarderRig> StartAsync(bool isOwn, WebApplication backend) => ForwarderRig.StartAsync(
        isOwn, backend.Urls.First(), ("CLUSTER:HttpRequest:Version", "2"), ("CLUSTER:HttpRequest:VersionPolicy", "RequestVersionExact"));

    private static async Task<WebApplication> StartHttp2Async(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var backend = builder.Build();
        backend.Run(answer);
        await backend.StartAsync(Cancelled);
        return backend;
    }
}
