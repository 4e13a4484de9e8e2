using System.Net.Http.Headers;
using System.Security.Cryptography;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Media;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>
/// Large files pass through without ever lying in memory. Alone in its collection: it watches the memory of the whole process.
/// </summary>
[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
[Collection(nameof(StreamingTests))]
public sealed class StreamingTests
{
    private const int Large = 50 * 1024 * 1024;
    private const int MuchLess = 16 * 1024 * 1024;

    [Fact]
    public async Task Fifty_megabytes_up_and_down_take_no_memory()
    {
        await using var rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);
        rig.WeChat.Media.Add(TestRig.Plain, "FILM", Large);
        await UploadAsync(rig, 1024);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var watch = new PeakMemory();

        await UploadAsync(rig, Large);
        await DownloadAsync(rig);

        Assert.InRange(watch.Peak - before, long.MinValue, MuchLess);
        using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[64 * 1024];
        using var pattern = new PatternStream(Large);
        while (pattern.Read(chunk, 0, chunk.Length) is var read and > 0)
        {
            expected.AppendData(chunk, 0, read);
        }

        Assert.Equal((Large, Convert.ToHexStringLower(expected.GetHashAndReset())),
            ((int)rig.WeChat.Media.Uploads[^1].Length, rig.WeChat.Media.Uploads[^1].Sha256));
    }

    private static async Task UploadAsync(TestRig rig, int length)
    {
        var content = new StreamContent(new PatternStream(length));
        content.Headers.ContentLength = length;
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        var (status, json) = await Calls.JsonAsync(
            rig.Gateway.InternalAddress, $"/wxapi/{TestRig.Plain}{ApiPath.MediaUpload}?type=video", content: content);
        Assert.Equal((200, 0), (status, json.ErrorCode()));
    }

    private static async Task DownloadAsync(TestRig rig)
    {
        using var response = await Calls.SendAsync(rig.Gateway.InternalAddress, $"/wxapi/{TestRig.Plain}{ApiPath.MediaGet}?media_id=FILM");
        Assert.Equal(
            ("video/mp4", (long)Large), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentLength!.Value));

        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var chunk = new byte[64 * 1024];
        var position = 0L;
        while (await stream.ReadAsync(chunk, TestContext.Current.CancellationToken) is var read and > 0)
        {
            Assert.Equal(MediaEndpoints.ByteAt(position + read - 1), chunk[read - 1]);
            position += read;
        }

        Assert.Equal(Large, position);
    }

    /// <summary>Looks at the size of the heap every few milliseconds.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public PeakMemory()
        {
            _timer = new Timer(_ => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 5);
        }

        public long Peak => Volatile.Read(ref _peak);

        public void Dispose() => _timer.Dispose();
    }
}
