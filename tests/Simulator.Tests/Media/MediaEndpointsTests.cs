using System.Security.Cryptography;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Media;

namespace WxYarpGateway.Simulator.Tests.Media;

public sealed class MediaEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task An_upload_is_recorded_by_size_and_digest()
    {
        using var client = new HttpClient();
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "media", "a.jpg" } };
        await form.LoadIntoBufferAsync(Cancellation);
        var body = await form.ReadAsByteArrayAsync(Cancellation);

        using var response = await client.PostAsync(
            new Uri(Simulator.Address, $"{ApiPath.MediaUpload}?access_token={await StableTokenAsync()}&type=image"),
            form,
            Cancellation);

        Assert.Contains("\"media_id\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var upload = Assert.Single(Simulator.Media.Uploads);
        Assert.Equal(
            (Account.AppId, "image", body.LongLength, Convert.ToHexStringLower(SHA256.HashData(body))),
            (upload.AppId, upload.Type, upload.Length, upload.Sha256));
    }

    [Fact]
    public async Task What_is_no_form_is_refused() =>
        Assert.Equal(
            41005,
            (int)(await CallAsync(HttpMethod.Post, $"{ApiPath.MediaUpload}?access_token={await StableTokenAsync()}", "text"))["errcode"]!);

    [Theory]
    [InlineData("image", "a.png", "image/png", null)]
    [InlineData("image", "a.jpg", null, "image/jpeg")]
    [InlineData("voice", "a.amr", "application/octet-stream", "audio/amr")]
    [InlineData("video", "a.mp4", "video/mp4", null)]
    [InlineData("image", "no-ending", "image/gif", null)]
    public async Task What_was_uploaded_comes_back_with_its_bytes_and_content_type(string kind, string name, string? sent, string? expected)
    {
        byte[] bytes = [0, 0xFF, .. Enumerable.Range(0, 100_000).Select(number => (byte)number)];
        var id = (string)(await UploadAsync($"{ApiPath.MediaUpload}?type={kind}", name, bytes, sent))["media_id"]!;

        using var response = await DownloadAsync($"{ApiPath.MediaGet}?media_id={id}");

        Assert.Equal(
            (expected ?? sent, (long?)bytes.Length),
            (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentLength));
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_thumbnail_has_an_id_of_its_own_name_and_every_file_is_gone_after_three_days()
    {
        var id = (string)(await UploadAsync($"{ApiPath.MediaUpload}?type=thumb", "a.jpg", [1]))["thumb_media_id"]!;
        Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        using var before = await DownloadAsync($"{ApiPath.MediaGet}?media_id={id}");
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([1], await before.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(40007, await ErrorOfAsync($"{ApiPath.MediaGet}?media_id={id}"));
    }

    [Fact]
    public async Task A_voice_comes_in_high_quality_and_a_picture_does_not()
    {
        Simulator.Media.Add(
            Account.AppId,
            "VOICE",
            new MediaFile("voice", "a.speex", "audio/speex", new byte[] { 1, 2 }, Clock.GetUtcNow()));
        var picture = (string)(await UploadAsync($"{ApiPath.MediaUpload}?type=image", "a.jpg", [1]))["media_id"]!;

        using var voice = await DownloadAsync($"{ApiPath.VoiceGet}?media_id=VOICE");
        Assert.Equal("audio/speex", voice.Content.Headers.ContentType!.MediaType);
        Assert.Equal([1, 2], await voice.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(40007, await ErrorOfAsync($"{ApiPath.VoiceGet}?media_id={picture}"));
        Assert.Equal(40007, await ErrorOfAsync($"{ApiPath.VoiceGet}?media_id=other"));
    }

    [Fact]
    public async Task A_file_means_nothing_to_another_account()
    {
        Simulator.Media.Add("wxother", "M", new MediaFile("image", "a.jpg", "image/jpeg", new byte[] { 1 }, Clock.GetUtcNow()));

        Assert.Equal(40007, await ErrorOfAsync($"{ApiPath.MediaGet}?media_id=M"));
    }

    [Theory]
    [InlineData("film", "a.mp4", 1, 40004)]
    [InlineData("", "a.mp4", 1, 40004)]
    [InlineData("image", "a.mp4", 1, 40005)]
    [InlineData("voice", "a.jpg", 1, 40005)]
    [InlineData("image", "a.jpg", (10 * 1024 * 1024) + 1, 40009)]
    [InlineData("voice", "a.amr", (2 * 1024 * 1024) + 1, 40010)]
    [InlineData("video", "a.mp4", (10 * 1024 * 1024) + 1, 40011)]
    [InlineData("thumb", "a.jpg", (64 * 1024) + 1, 40012)]
    public async Task A_file_of_the_wrong_kind_or_size_is_refused(string kind, string name, int length, int expected)
    {
        Assert.Equal(expected, (int)(await UploadAsync($"{ApiPath.MediaUpload}?type={kind}", name, new byte[length]))["errcode"]!);
        Assert.Empty(Simulator.Media.Uploads);
    }

    [Fact]
    public async Task A_picture_of_an_article_can_be_seen_at_its_URL_without_a_token()
    {
        var url = (string)(await UploadAsync(ApiPath.PictureUpload, "a.png", [7, 8]))["url"]!;
        using var shown = await SendAsync(HttpMethod.Get, new Uri(url).PathAndQuery);
        using var unknown = await SendAsync(HttpMethod.Get, new Uri(url).PathAndQuery + "0");

        Assert.StartsWith(Simulator.Address.ToString(), url, StringComparison.Ordinal);
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal([7, 8], await shown.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Equal(40005, (int)(await UploadAsync(ApiPath.PictureUpload, "a.gif", [1]))["errcode"]!);
        Assert.Equal(40009, (int)(await UploadAsync(ApiPath.PictureUpload, "a.png", new byte[(1024 * 1024) + 1]))["errcode"]!);
        Assert.Equal(41005, await ErrorOfAsync(ApiPath.PictureUpload, "text"));
    }

    [Fact]
    public async Task A_file_is_sent_with_its_length()
    {
        Simulator.Media.Add(Account.AppId, "M1", 200_000);

        using var response = await SendAsync(HttpMethod.Get, $"{ApiPath.MediaGet}?access_token={await StableTokenAsync()}&media_id=M1");
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(200_000, bytes.Length);
        Assert.Equal(MediaEndpoints.ByteAt(150_000), bytes[150_000]);
    }

    [Fact]
    public async Task An_unknown_file_is_an_error_that_is_called_plain_text()
    {
        using var response = await SendAsync(HttpMethod.Get, $"{ApiPath.MediaGet}?access_token={await StableTokenAsync()}&media_id=M1");

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("40007", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scene":"a=1"}""", "image/jpeg")]
    [InlineData("""{}""", "application/json")]
    public async Task A_code_is_an_image_or_a_JSON_error(string body, string mediaType)
    {
        using var response = await SendAsync(HttpMethod.Post, $"{ApiPath.MiniProgramCode}?access_token={await StableTokenAsync()}", body);

        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
    }
}
