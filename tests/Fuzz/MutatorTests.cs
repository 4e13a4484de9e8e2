using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Rooms;
using WxYarpGateway.Fuzz.Runs;

namespace WxYarpGateway.Fuzz;

/// <summary>A finding is worth something when it can be had again, and inputs when they get past the first check.</summary>
public sealed class MutatorTests
{
    private const int Inputs = 300;

    public static TheoryData<string> Rooms() => new(EveryRoom.Names);

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task A_seed_always_makes_the_same_input_and_another_another(string name)
    {
        await using var room = EveryRoom.Make().Single(made => made.Name == name);
        var seeds = new Corpus(room).Seeds;

        var inputs = Enumerable.Range(0, Inputs).Select(seed => new Mutator(room.Grammar, seeds).Make(seed)).ToList();

        Assert.All(inputs.Index(), input => Assert.Equal(input.Item, new Mutator(room.Grammar, seeds).Make(input.Index)));
        Assert.True(inputs.Select(Convert.ToBase64String).Distinct().Count() > Inputs / 2);
    }

    [Fact]
    public void Changes_of_json_leave_json()
    {
        byte[] json = [.. """{"a":[1,{"b":"x"}],"c":null}"""u8];
        var change = JsonChanges.With(["d"]);

        var changed = Enumerable.Range(0, Inputs).Select(seed => change(new Dice(seed), json, json)!).ToList();

        Assert.All(changed, input => JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = 200 }));
        Assert.True(changed.Select(Encoding.UTF8.GetString).Distinct().Count() > Inputs / 3);
    }

    [Fact]
    public void Most_changes_of_xml_leave_xml()
    {
        byte[] xml = [.. "<xml><a>1</a><b><item/></b></xml>"u8];
        var change = XmlChanges.With(["c"]);

        var wellFormed = Enumerable.Range(0, Inputs).Count(seed => IsXml(change(new Dice(seed), xml, xml)!));

        Assert.InRange(wellFormed, Inputs / 2, Inputs - 1);
    }

    private static bool IsXml(byte[] input)
    {
        try
        {
            return XDocument.Parse(Encoding.UTF8.GetString(input)).Root is not null;
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }
}
