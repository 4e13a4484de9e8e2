using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Links;

public sealed class MiniProgramCodeEndpointsTests : SimulatorFixture
{
    [Theory]
    [InlineData("", "image/jpeg", "FFD8FFE0")]
    [InlineData(",\"is_hyaline\":true", "image/png", "89504E47")]
    public async Task A_code_is_a_picture_of_its_type_that_differs_by_scene(string option, string type, string start)
    {
        var (first, again, other) = (await DrawAsync("a", option), await DrawAsync("a", option), await DrawAsync("b", option));

        Assert.Equal((type, start), (first.Type, Convert.ToHexString(first.Bytes.AsSpan(0, 4))));
        Assert.Equal(first.Bytes, again.Bytes);
        Assert.NotEqual(first.Bytes, other.Bytes);
    }

    [Theory]
    [InlineData("", 430)]
    [InlineData(",\"width\":280", 280)]
    [InlineData(",\"width\":1280", 1280)]
    public async Task A_picture_has_the_wanted_width(string option, int width)
    {
        var jpeg = (await DrawAsync("a", option)).Bytes;
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        Assert.Equal(width, (jpeg[frame + 7] << 8) + jpeg[frame + 8]);
        Assert.Equal([0xFF, 0xD9], jpeg[^2..]);

        var png = (await DrawAsync("a", option + ",\"is_hyaline\":true")).Bytes;
        Assert.Equal(width, (png[18] << 8) + png[19]);
    }

    [Theory]
    [InlineData(40169, """{}""")]
    [InlineData(40169, """{"scene":7}""")]
    [InlineData(40169, """{"scene":"123456789012345678901234567890123"}""")]
    [InlineData(40129, """{"scene":"a b"}""")]
    [InlineData(40129, """{"scene":"书"}""")]
    [InlineData(41030, """{"scene":"a","page":"pages/none"}""")]
    [InlineData(41030, """{"scene":"a","page":"/pages/index/index"}""")]
    [InlineData(40097, """{"scene":"a","width":279}""")]
    [InlineData(40097, """{"scene":"a","width":1281}""")]
    [InlineData(40097, """{"scene":"a","env_version":"beta"}""")]
    [InlineData(44002, "")]
    public async Task A_code_is_checked(int error, string body) => Assert.Equal(error, await ErrorOfAsync(ApiPath.MiniProgramCode, body));

    [Fact]
    public async Task An_unknown_page_is_drawn_when_nobody_looks()
    {
        using var response = await DownloadAsync(ApiPath.MiniProgramCode, """{"scene":"a","page":"pages/none","check_path":false}""");

        Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task So_many_codes_are_drawn_a_minute()
    {
        Account.MiniProgram.CodesPerMinute = 1;
        await DrawAsync("a");
        Assert.Equal(45009, await ErrorOfAsync(ApiPath.MiniProgramCode, """{"scene":"a"}"""));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await DrawAsync("a");
    }

    private async Task<(string Type, byte[] Bytes)> DrawAsync(string scene, string option = "")
    {
        using var response = await DownloadAsync(ApiPath.MiniProgramCode, $$"""{"scene":"{{scene}}"{{option}}}""");
        return (response.Content.Headers.ContentType!.MediaType!, await response.Content.ReadAsByteArrayAsync(Cancellation));
    }
}
