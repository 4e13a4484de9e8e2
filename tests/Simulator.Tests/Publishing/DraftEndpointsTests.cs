using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Tests.Gateways;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Publishing;

public sealed class DraftEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_draft_is_kept_counted_changed_and_deleted()
    {
        var thumb = await ThumbAsync();
        var id = await AddAsync(ArticleOf(thumb, "一"), ArticleOf(thumb, "二"));

        Assert.Equal(1, (int)(await ApiAsync("/cgi-bin/draft/count"))["total_count"]!);
        Assert.Equal(
            0,
            await ErrorOfAsync("/cgi-bin/draft/update", $$"""{"media_id":"{{id}}","index":1,"articles":{{ArticleOf(thumb, "三")}}}"""));
        var draft = await ApiAsync("/cgi-bin/draft/get", IdOf(id));
        Assert.Equal(["一", "三"], draft["news_item"]!.AsArray().Select(item => (string)item!["title"]!));
        Assert.All(draft["news_item"]!.AsArray(), item => Assert.StartsWith("http", (string)item!["thumb_url"]!, StringComparison.Ordinal));
        var list = await ApiAsync("/cgi-bin/draft/batchget", """{"offset":0,"count":20,"no_content":1}""");
        Assert.Equal((1, id), ((int)list["total_count"]!, (string)list["item"]![0]!["media_id"]!));
        Assert.Null(list["item"]![0]!["content"]!["news_item"]![0]!["content"]);
        Assert.Equal(1, (int)(await ApiAsync("/cgi-bin/material/get_materialcount"))["news_count"]!);
        Assert.NotNull((await ApiAsync("/cgi-bin/material/get_material", IdOf(id)))["news_item"]);
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/draft/delete", IdOf(id)));
        Assert.Equal(40007, await ErrorOfAsync("/cgi-bin/draft/get", IdOf(id)));
    }

    [Theory]
    [InlineData("add", """{}""", 44003)]
    [InlineData("add", """{"articles":[]}""", 44003)]
    [InlineData("add", """{"articles":[1]}""", 47001)]
    [InlineData("add", """{"articles":[{"content":"c","thumb_media_id":"T"}]}""", 45003)]
    [InlineData("add", """{"articles":[{"title":"t","thumb_media_id":"T"}]}""", 44004)]
    [InlineData("add", """{"articles":[{"title":"t","content":"c","thumb_media_id":"T"}]}""", 40007)]
    [InlineData("add", """{"articles":[{"article_type":"newspic","title":"t","content":"c"}]}""", 40007)]
    [InlineData("get", """{"media_id":"D"}""", 40007)]
    [InlineData("update", """{"media_id":"D","index":0,"articles":{}}""", 40007)]
    [InlineData("delete", """{"media_id":"D"}""", 40007)]
    [InlineData("batchget", """{"offset":0,"count":0}""", 40097)]
    public async Task Wrong_input_gets_its_errcode(string call, string body, int expected) =>
        Assert.Equal(expected, await ErrorOfAsync($"/cgi-bin/draft/{call}", body));

    [Fact]
    public async Task An_index_beyond_the_articles_is_refused()
    {
        var thumb = await ThumbAsync();
        var id = await AddAsync(ArticleOf(thumb, "一"));

        Assert.Equal(
            40114,
            await ErrorOfAsync("/cgi-bin/draft/update", $$"""{"media_id":"{{id}}","index":1,"articles":{{ArticleOf(thumb, "三")}}}"""));
    }

    [Fact]
    public async Task Pictures_alone_can_be_a_draft()
    {
        var picture = await ThumbAsync();

        var pictures = $$$"""{"image_list":[{"image_media_id":"{{{picture}}}"}]}""";
        var draft = await ApiAsync(
            "/cgi-bin/draft/add",
            $$$"""{"articles":[{"article_type":"newspic","title":"t","content":"c","image_info":{{{pictures}}}}]}""");

        Assert.NotNull(draft["media_id"]);
    }

    [Fact]
    public async Task A_draft_is_published_told_so_by_a_push_listed_and_taken_back()
    {
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        Account.GatewayUrl = gateway.Url;
        var id = await AddAsync(ArticleOf(await ThumbAsync(), "一"));

        var publishId = (string)(await ApiAsync("/cgi-bin/freepublish/submit", IdOf(id)))["publish_id"]!;
        var task = await ApiAsync("/cgi-bin/freepublish/get", $$"""{"publish_id":"{{publishId}}"}""");
        var articleId = (string)task["article_id"]!;
        await Eventually.HoldsAsync(
            () => gateway.Received.Any(push => push.Body.Contains(publishId, StringComparison.Ordinal)),
            "the push arrived",
            Cancellation);

        Assert.Equal((0, 1), ((int)task["publish_status"]!, (int)task["article_detail"]!["count"]!));
        Assert.Contains("<Event><![CDATA[PUBLISHJOBFINISH]]></Event>", gateway.Received[0].Body, StringComparison.Ordinal);
        Assert.Contains($"<article_id><![CDATA[{articleId}]]></article_id>", gateway.Received[0].Body, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await ApiAsync("/cgi-bin/draft/count"))["total_count"]!);
        var article = await ApiAsync("/cgi-bin/freepublish/getarticle", $$"""{"article_id":"{{articleId}}"}""");
        Assert.Equal("一", (string)article["news_item"]![0]!["title"]!);
        Assert.Equal(
            articleId,
            (string)(await ApiAsync("/cgi-bin/freepublish/batchget", """{"offset":0,"count":1}"""))["item"]![0]!["article_id"]!);
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/freepublish/delete", $$"""{"article_id":"{{articleId}}","index":0}"""));
        Assert.Equal(53600, await ErrorOfAsync("/cgi-bin/freepublish/getarticle", $$"""{"article_id":"{{articleId}}"}"""));
        Assert.Equal(0, (int)(await ApiAsync("/cgi-bin/freepublish/batchget", """{"offset":0,"count":1}"""))["total_count"]!);
    }

    [Fact]
    public async Task A_draft_that_WeChat_does_not_publish_stays_a_draft()
    {
        Account.Switches.PublishJobStatus = 4;
        var id = await AddAsync(ArticleOf(await ThumbAsync(), "一"));

        var publishId = (string)(await ApiAsync("/cgi-bin/freepublish/submit", IdOf(id)))["publish_id"]!;
        var task = await ApiAsync("/cgi-bin/freepublish/get", $$"""{"publish_id":"{{publishId}}"}""");

        Assert.Equal("""[1]""", task["fail_idx"]!.ToJsonString());
        Assert.Equal(1, (int)(await ApiAsync("/cgi-bin/draft/count"))["total_count"]!);
        Assert.Equal(40007, await ErrorOfAsync("/cgi-bin/freepublish/submit", """{"media_id":"D"}"""));
        Assert.Equal(40097, await ErrorOfAsync("/cgi-bin/freepublish/get", """{"publish_id":"1"}"""));
    }

    private static string IdOf(string id) => $$"""{"media_id":"{{id}}"}""";

    private static string ArticleOf(string thumb, string title) =>
        new JsonObject { ["title"] = title, ["content"] = "<p>正文</p>", ["thumb_media_id"] = thumb }.ToJsonString();

    private async Task<string> ThumbAsync() =>
        (string)(await UploadAsync("/cgi-bin/material/add_material?type=thumb", "a.jpg", [1]))["media_id"]!;

    private async Task<string> AddAsync(params string[] articles) =>
        (string)(await ApiAsync("/cgi-bin/draft/add", $$"""{"articles":[{{string.Join(',', articles)}}]}"""))["media_id"]!;
}
