using WxYarpGateway.Database.Imports;

namespace WxYarpGateway.Database.Tests.Imports;

public sealed class IdRangesTests
{
    [Fact]
    public void Ids_that_were_given_here_are_not_kept()
    {
        var ranges = IdRanges.Parse(null);
        ranges.ExtendAsTheyAre(highest: 100, lastGiven: 3);

        Assert.Equal((0, 0, 4, 100, 0), (ranges.Of(1), ranges.Of(3), ranges.Of(4), ranges.Of(100), ranges.Of(101)));
    }

    [Fact]
    public void A_later_run_keeps_what_an_earlier_one_began()
    {
        var ranges = IdRanges.Parse(null);
        ranges.ExtendAsTheyAre(100, 0);
        ranges = IdRanges.Parse(ranges.ToString());
        ranges.ExtendAsTheyAre(200, lastGiven: 150);

        Assert.Equal((100, 0, 0, 151, 200), (ranges.Of(100), ranges.Of(101), ranges.Of(150), ranges.Of(151), ranges.Of(200)));
        Assert.Equal(200, ranges.HighestHere);
    }

    [Fact]
    public void Shifted_ids_are_all_above_those_that_were_given_here()
    {
        var ranges = IdRanges.Parse(null);
        ranges.ExtendShifted(10, lastGiven: 5);
        ranges.ExtendShifted(10, lastGiven: 40);
        ranges.ExtendShifted(12, lastGiven: 40);
        ranges = IdRanges.Parse(ranges.ToString());

        Assert.Equal((6, 15, 41, 42, 0), (ranges.Of(1), ranges.Of(10), ranges.Of(11), ranges.Of(12), ranges.Of(13)));
        Assert.Equal((12, 42), (ranges.Highest, ranges.HighestHere));
    }

    [Fact]
    public void A_run_that_goes_on_at_once_makes_one_range_of_two()
    {
        var ranges = IdRanges.Parse(null);
        ranges.ExtendAsTheyAre(10, 0);
        ranges.ExtendAsTheyAre(20, 10);
        ranges.ExtendAsTheyAre(15, 20);

        Assert.Equal("1,20,0", ranges.ToString());
    }
}
