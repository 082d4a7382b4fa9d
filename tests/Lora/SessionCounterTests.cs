// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using Lora.Nano.Lorawan;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>The uplink counter over lives that end in sleep or power cut, with a clock that starts anew when the power was away.</summary>
    [TestClass]
    public class SessionCounterTests
    {
        [TestMethod]
        public void NoCounterComesTwiceWhateverLivesFollowEachOther()
        {
            for (int seed = 0; seed < 300; seed++)
            {
                Random random = new(seed);
                MemoryStore store = new();
                HashSet<long> used = new();
                long utc = 0;
                bool fromSleep = false;
                LorawanSession first = new(store, ChannelPlan.Eu868());
                first.Begin(1, new byte[16], new byte[16]);
                first.Save();
                for (int life = 0; life < 200; life++)
                {
                    LorawanSession session = new(store, ChannelPlan.Eu868());
                    Assert.IsTrue(session.Load(fromSleep, utc));
                    int uplinks = random.Next(4) == 0 ? random.Next(40) : random.Next(4);
                    for (int i = 0; i < uplinks; i++)
                    {
                        utc += random.Next(5000);
                        long counter = session.TakeUpCounter(utc);
                        Assert.IsTrue(counter < 0 || used.Add(counter), $"counter {counter} again, seed {seed}, life {life}");
                    }

                    // A power cut sets the clock back; a sleep is a minute or longer, now and then days.
                    fromSleep = random.Next(6) != 0;
                    utc = fromSleep ? utc + LorawanSession.SlotMilliseconds + random.Next(random.Next(8) == 0 ? 300000000 : 1800000) : random.Next(20000);
                }
            }
        }
    }
}
