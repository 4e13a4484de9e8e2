using System.Net.Sockets;
using System.Text;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>What becomes of a backend's odd answers and of its faults: by the gateway's forwarder the same as by YARP's.</summary>
public sealed class FaultTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private const string Largest = "65536";

    private const string End = "end";
    private const string Reset = "reset";
    private const string Silence = "silence";

    private static readonly Dictionary<string, (Func<Socket, CancellationToken, Task> Script, string Expected)> Faults = new()
    {
        ["an answer"] = (Says(Head + "Content-Length: 2\r\n\r\n{}"), "200 '{}'"),
        ["an answer in two parts"] = (Says(Head + "Content-Length: 2\r\n\r\n{", "}"), "200 '{}'"),
        ["an answer byte by byte"] = (Says([.. (Head + "Content-Length: 2\r\n\r\n{}").Select(one => one.ToString())]), "200 '{}'"),
        ["chunks"] = (Says(Head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", "1\r\n}\r\n0\r\n\r\n"), "200 '{}'"),
        ["chunks with a trailer"] = (Says(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-End: 1\r\n\r\n"), "200 '{}'"),
        ["chunks and a length"] = (
            Says(Head + "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"), "200 '{}'"),
        ["an end instead of a length"] = (Says(Head + "Connection: close\r\n\r\n{}", End), "200 '{}'"),
        ["an answer of HTTP/1.0"] = (Says("HTTP/1.0 200 OK\r\n\r\n{}", End), "200 '{}'"),
        ["the largest answer"] = (Says($"{Head}Content-Length: {Largest}\r\n\r\n", new string('x', 65536)), "200 65536"),
        ["the largest answer in chunks"] = (
            Says($"{Head}Transfer-Encoding: chunked\r\n\r\n10000\r\n", new string('x', 65536), "\r\n0\r\n\r\n"), "200 65536"),
        ["one byte more"] = (Says($"{Head}Content-Length: 65537\r\n\r\n", new string('x', 65537)),
            "200 its answer is larger than 64 KiB [ResponseBodyClient]"),
        ["one byte more in chunks"] = (
            Says($"{Head}Transfer-Encoding: chunked\r\n\r\n10001\r\n", new string('x', 65537), "\r\n0\r\n\r\n"),
            "200 its answer is larger than 64 KiB [ResponseBodyClient]"),
        ["a gigabyte announced"] = (Says($"{Head}Content-Length: 1073741824\r\n\r\n", new string('x', 70_000)),
            "200 its answer is larger than 64 KiB [ResponseBodyClient]"),
        ["no content"] = (Says("HTTP/1.1 204 No Content\r\n\r\n"), "204 ''"),
        ["reset content"] = (Says("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"), "205 ''"),
        ["not modified"] = (Says("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), "304 ''"),
        ["a redirect"] = (Says("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"), "302 ''"),
        ["a server error"] = (Says("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops"), "500 'oops'"),
        ["interim answers"] = (
            Says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", Head + "Content-Length: 2\r\n\r\n{}"),
            "200 '{}'"),
        ["another protocol"] = (Says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
            "101 the call broke off (UpgradeResponseClient) [UpgradeResponseClient]"),
        ["no HTTP"] = (Says("SSH-2.0-OpenSSH_9.6\r\n\r\n"), "502 it could not be reached [Request]"),
        ["a status that is none"] = (Says("HTTP/1.1 2OO OK\r\nContent-Length: 0\r\n\r\n"), "502 it could not be reached [Request]"),
        ["a header that is none"] = (Says("HTTP/1.1 200 OK\r\nno header at all\r\n\r\n", End),
            "502 it could not be reached [Request]"),
        ["a length that is none"] = (Says("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}", End), "200 '{}'"),
        ["two lengths"] = (Says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", End), "200 '{}'"),
        ["a chunk that is none"] = (Says(Head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
            "502 the call broke off (ResponseBodyDestination) [ResponseBodyDestination]"),
        ["endless headers"] = (Says("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X-A: b\r\n", 20_000))),
            "502 it could not be reached [Request]"),
        ["a hang-up"] = (Says(End), "502 it could not be reached [Request]"),
        ["a reset"] = (Says(Reset), "502 it could not be reached [Request]"),
        ["a hang-up in the head"] = (Says("HTTP/1.1 200 OK\r\nContent-", End), "502 it could not be reached [Request]"),
        ["a reset in the head"] = (Says("HTTP/1.1 200 OK\r\nContent-", Reset), "502 it could not be reached [Request]"),
        ["a hang-up in the body"] = (Says(Head + "Content-Length: 9\r\n\r\n{}", End),
            "502 the call broke off (ResponseBodyDestination) [ResponseBodyDestination]"),
        ["a reset in the body"] = (Says(Head + "Content-Length: 9\r\n\r\n{}", Reset),
            "502 the call broke off (ResponseBodyDestination) [ResponseBodyDestination]"),
        ["a hang-up in a chunk"] = (Says(Head + "Transfer-Encoding: chunked\r\n\r\n9\r\n{}", End),
            "502 the call broke off (ResponseBodyDestination) [ResponseBodyDestination]"),
        ["silence"] = (Says(Silence), "504 it did not answer in time [RequestTimedOut]"),
        ["silence in the head"] = (Says("HTTP/1.1 200 OK\r\nContent-", Silence), "504 it did not answer in time [RequestTimedOut]"),
        ["silence in the body"] = (Says(Head + "Content-Length: 9\r\n\r\n{}", Silence),
            "502 the call broke off (ResponseBodyDestination) [ResponseBodyDestination]"),
        ["silence between chunks"] = (Says(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", Silence),
            "502 the call broke off (ResponseBodyDestination) [ResponseBodyDestination]"),
    };

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var fault in Faults.Keys)
        {
            cases.Add(fault, true);
            cases.Add(fault, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_backend_does(string fault, bool isOwn)
    {
        var (script, expected) = Faults[fault];
        await using var backend = new RawBackend { Script = (_, socket, cancelled) => script(socket, cancelled) };
        var timeout = fault.StartsWith(Silence, StringComparison.Ordinal) ? "00:00:01" : "00:05:00";
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address, ("CLUSTER:HttpRequest:ActivityTimeout", timeout));

        var outcome = await OutcomeAsync(rig, TestContext.Current.CancellationToken);
        Assert.Equal(expected, outcome);
        Assert.Single(backend.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_that_is_not_there_cannot_be_reached(bool isOwn)
    {
        await using var rig = await ForwarderRig.StartAsync(isOwn, $"http://127.0.0.1:{FreePort.Next()}");

        Assert.Equal("502 it could not be reached [Request]", await OutcomeAsync(rig, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_goes_to_another_destination_when_the_first_cannot_have_seen_it(bool isOwn)
    {
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(
            isOwn,
            $"http://127.0.0.1:{FreePort.Next()}",
            ("CLUSTER:Destinations:two:Address", backend.Address),
            ("CLUSTER:LoadBalancingPolicy", "FirstAlphabetical"));

        Assert.Equal("200 '' [Request]", await OutcomeAsync(rig, TestContext.Current.CancellationToken));
        Assert.Contains("X-WeChat-Attempt: 2\r\n", Assert.Single(backend.Calls).Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backend_that_is_slow_but_goes_on_has_its_time(bool isOwn)
    {
        await using var backend = new RawBackend
        {
            Script = async (_, socket, cancelled) =>
            {
                foreach (var part in new[] { Head + "Content-Length: 3\r\n\r\n", "1", "2", "3" })
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), cancelled);
                    await RawBackend.SendAsync(socket, part, cancelled);
                }
            },
        };
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address, ("CLUSTER:HttpRequest:ActivityTimeout", "00:00:03"));

        Assert.Equal("200 '123'", await OutcomeAsync(rig, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true, "", "400 the call broke off (RequestCanceled) [RequestCanceled]")]
    [InlineData(false, "", "400 the call broke off (RequestCanceled) [RequestCanceled]")]
    [InlineData(true, Head + "Content-Length: 9\r\n\r\n{}", "502 the call broke off (ResponseBodyCanceled) [ResponseBodyCanceled]")]
    [InlineData(false, Head + "Content-Length: 9\r\n\r\n{}", "502 the call broke off (ResponseBodyCanceled) [ResponseBodyCanceled]")]
    public async Task A_caller_gives_up(bool isOwn, string answer, string expected)
    {
        using var giveUp = new CancellationTokenSource();
        await using var backend = new RawBackend();
        await using var rig = await ForwarderRig.StartAsync(isOwn, backend.Address);
        backend.Script = async (_, socket, cancelled) =>
        {
            await RawBackend.SendAsync(socket, answer, cancelled);
            await Eventually.HoldsAsync(
                () => answer.Length == 0 || rig.Logs.Text.Contains("ResponseReceived", StringComparison.Ordinal),
                "the answer began",
                cancelled);
            await giveUp.CancelAsync();
        };

        Assert.Equal(expected, await OutcomeAsync(rig, giveUp.Token));
    }

    /// <summary>Returns status, body or failure, and what YARP calls the failure.</summary>
    private static async Task<string> OutcomeAsync(ForwarderRig rig, CancellationToken cancellationToken)
    {
        var answer = await rig.CallAsync("{}", cancellationToken);
        var body = answer.Body.Length > 100 ? $"{answer.Body.Length}" : $"'{Encoding.UTF8.GetString(answer.Body.Span)}'";
        return $"{answer.StatusCode} {answer.Failure ?? body}{string.Concat(rig.Failures.Select(failure => $" [{failure}]"))}";
    }

    private static Func<Socket, CancellationToken, Task> Says(params string[] parts) => async (socket, cancelled) =>
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case End:
                    socket.Shutdown(SocketShutdown.Both);
                    break;
                case Reset:
                    RawBackend.Reset(socket);
                    break;
                case Silence:
                    await Task.Delay(Timeout.Infinite, cancelled);
                    break;
                default:
                    await RawBackend.SendAsync(socket, part, cancelled);
                    break;
            }
        }
    };
}
