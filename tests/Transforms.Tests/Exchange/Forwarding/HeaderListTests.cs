using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Tests.Exchange.Forwarding;

/// <summary>The list does what the headers of any other request do.</summary>
public sealed class HeaderListTests
{
    private static readonly string[] Names = ["A", "a", "Accept", "accept", "Content-Length", "content-length", "X-B", ""];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_is_an_ordinary_header_dictionary(int seed)
    {
        var random = new Random(seed);
        var list = new HeaderList(capacity: 0);
        var plain = new HeaderDictionary();
        for (var step = 0; step < 2_000; step++)
        {
            var name = Names[random.Next(Names.Length)];
            StringValues value = random.Next(4) switch
            {
                0 => StringValues.Empty,
                1 => new StringValues(["1", "2"]),
                2 => "",
                _ => random.Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
            switch (random.Next(8))
            {
                case 0:
                    Assert.Equal(plain.Remove(name), list.Remove(name));
                    break;
                case 1:
                    Assert.Equal(ThrownOnAdding(plain, name, value), ThrownOnAdding(list, name, value));
                    break;
                case 2:
                    plain.ContentLength = list.ContentLength = random.Next(3) == 0 ? null : random.NextInt64();
                    break;
                case 3:
                    var pair = KeyValuePair.Create(name, value);
                    Assert.Equal(plain.Contains(pair), list.Contains(pair));
                    Assert.Equal(plain.Remove(pair), list.Remove(pair));
                    break;
                case 4 when random.Next(50) == 0:
                    plain.Clear();
                    list.Clear();
                    break;
                default:
                    plain[name] = value;
                    list[name] = value;
                    break;
            }

            Assert.Equal(plain.Count, list.Count);
            Assert.Equal(plain[name], list[name]);
            Assert.Equal(plain.ContainsKey(name), list.ContainsKey(name));
            Assert.Equal(plain.TryGetValue(name, out var expected), list.TryGetValue(name, out var found));
            Assert.Equal(expected, found);
            Assert.Equal(plain.ContentLength, list.ContentLength);
            Assert.Equal(Sorted(plain), Sorted(list));
            Assert.Equal(plain.Keys.Order(), list.Keys.Order());
            Assert.Equal(plain.Values.Count, list.Values.Count);
        }
    }

    [Fact]
    public void They_keep_their_order()
    {
        var list = new HeaderList(capacity: 1) { ["B"] = "1", ["A"] = "2" };
        list.Append("C", "3");
        list["b"] = "4";

        Assert.Equal("B: 4, A: 2, C: 3", string.Join(", ", list.Select(header => $"{header.Key}: {header.Value}")));
        Assert.Equal(3, list.AsSpan().Length);
    }

    private static Type? ThrownOnAdding(IDictionary<string, StringValues> headers, string name, StringValues value)
        => Record.Exception(() => headers.Add(name, value))?.GetType();

    private static IEnumerable<string> Sorted(IHeaderDictionary headers)
        => headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal);
}
