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

        using var response = await client.PostAsync(new Uri(Simulator.Address, $"{ApiPath.MediaUpload}?access_token={await StableTokenAsync()}&type=image"), form, Cancellation);

        Assert.Contains("\"media_id\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var upload = Assert.Single(Simulator.Media.Uploads);
        Assert.Equal((Account.AppId, "image", body.LongLength, Convert.ToHexStringLower(SHA256.HashData(body))), (upload.AppId, upload.Type, upload.Length, upload.Sha256));
    }

    [Fact]
    public async Task What_is_no_form_is_refused() =>
        Assert.Equal(41005, (int)(await CallAsync(HttpMethod.Post, $"{ApiPath.MediaUpload}?access_token={await StableTokenAsync()}", "text"))["errcode"]!);

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
