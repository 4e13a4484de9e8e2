using Microsoft.AspNetCore.Http.Features;
using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Tests.Exchange.Forwarding;

/// <summary>The list does what the features of any other context do.</summary>
public sealed class FeatureListTests
{
    private static readonly Type[] Keys = [typeof(string), typeof(object), typeof(Version), typeof(Uri), typeof(int[])];

    [Fact]
    public void It_is_an_ordinary_feature_collection()
    {
        var random = new Random(1);
        var list = new FeatureList(capacity: 1);
        var plain = new FeatureCollection();
        for (var step = 0; step < 2_000; step++)
        {
            var key = Keys[random.Next(Keys.Length)];
            var value = random.Next(3) == 0 ? null : new object();
            var before = list.Revision;

            plain[key] = value;
            list[key] = value;

            Assert.NotEqual(before, list.Revision);
            Assert.All(Keys, one => Assert.Same(plain[one], list[one]));
            Assert.Equal(plain.ToDictionary(), list.ToDictionary());
        }
    }

    [Fact]
    public void A_context_finds_what_was_set_anew()
    {
        var list = new FeatureList(capacity: 2);
        var context = new DefaultHttpContext(list);
        list.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "ONE" });
        Assert.Equal("ONE", context.Request.Method);

        list.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "TWO" });

        Assert.Equal("TWO", context.Request.Method);
        Assert.Null(list.Get<IHttpResponseFeature>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void What_lasts_is_back_after_a_host_replaced_or_removed_it(int capacity)
    {
        var list = new FeatureList(capacity);
        var (version, uri) = (new Version(1, 0), new Uri("http://backend/"));
        list.Set(version);
        list.Set(uri);
        list.Keep();
        list.Set<Version>(null);
        list.Set(new Uri("http://elsewhere/"));
        list.Set("of a push");
        var before = list.Revision;

        list.Clear();

        Assert.NotEqual(before, list.Revision);
        Assert.Same(version, list.Get<Version>());
        Assert.Same(uri, list.Get<Uri>());
        Assert.Equal(2, list.Count());
    }
}
