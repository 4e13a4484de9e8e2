using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Tests.Code;

public sealed class AuditFileTests : CodeFixture
{
    private const string UploadPath = "/wxa/uploadmedia";

    [Theory]
    [InlineData(UploadPath, "mediaid")]
    [InlineData("/cgi-bin/media/upload?type=image", "media_id")]
    public async Task A_preview_may_be_uploaded_either_way_and_expires(string path, string idName)
    {
        var id = (string)(await UploadWithAsync(path, "a.png"))[idName]!;
        Mini.Code.PrivacyScan = TimeSpan.Zero;
        await CommitAsync();
        var body = $$$"""{"preview_info":{"pic_id_list":["{{{id}}}"]}}""";
        Assert.Equal(0, await CodeErrorAsync(SubmitPath, body));
        Clock.Advance(TimeSpan.FromDays(3));

        await RenewTokenAsync();
        Assert.Equal(85092, await CodeErrorAsync(SubmitPath, body));
    }

    [Theory]
    [InlineData("a.png", "image", 0)]
    [InlineData("a.mp4", "video", 0)]
    [InlineData("a.amr", null, 40005)]
    public async Task Pictures_and_videos_are_taken(string name, string? type, int error)
    {
        var answer = await UploadWithAsync(UploadPath, name);

        Assert.Equal((type, error), ((string?)answer["type"], ErrorOf(answer)));
    }

    [Fact]
    public async Task The_trial_code_is_a_JPEG_that_differs_by_path()
    {
        const string Path = "/wxa/get_qrcode";
        Assert.Equal(86001, await CodeErrorAsync(Path));
        Assert.Equal(43001, await CodeErrorAsync(Path, "{}"));
        await CommitAsync();
        var (first, second) = (await PictureAsync(Path), await PictureAsync($"{Path}?path=pages%2Findex%2Findex"));

        Assert.Equal([0xFF, 0xD8, 0xFF, 0xE0], first[..4]);
        Assert.Equal([0xFF, 0xD9], first[^2..]);
        Assert.NotEqual(first, second);
    }

    private async Task<byte[]> PictureAsync(string pathAndQuery)
    {
        var mark = pathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var response = await SendAsync(HttpMethod.Get, $"{pathAndQuery}{mark}access_token={Token}");
        Assert.Equal(MediaTypeHeaderValue.Parse("image/jpeg"), response.Content.Headers.ContentType);
        return await response.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private async Task<JsonObject> UploadWithAsync(string path, string name)
    {
        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var file = new ByteArrayContent([1, 2, 3]);
        using var form = new MultipartFormDataContent { { file, "media", name } };
        using var client = new HttpClient();
        using var response = await client.PostAsync(
            new Uri(Simulator.Address, $"{path}{mark}access_token={Token}"),
            form,
            Cancellation);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsObject();
    }
}
