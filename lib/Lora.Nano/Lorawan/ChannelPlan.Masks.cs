// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan
{
    /// <content>Channel masks: what LinkADRReq switches on and off (TS001 5.2, RP002).</content>
    public sealed partial class ChannelPlan
    {
        /// <summary>Applies a channel mask of LinkADRReq to a copy of the masks.</summary>
        /// <param name="masks">Five masks.</param>
        /// <param name="control">ChMaskCntl.</param>
        /// <param name="mask">ChMask.</param>
        /// <returns>False when it means nothing in this plan, or names a channel that is not there.</returns>
        internal bool ApplyMask(ushort[] masks, int control, int mask)
        {
            return _region.IsFixed ? ApplyFixed(masks, control, mask) : ApplyListed(masks, control, mask);
        }

        /// <summary>Whether any channel is on under some masks.</summary>
        internal static bool IsAnyOn(ushort[] masks)
        {
            return (masks[0] | masks[1] | masks[2] | masks[3] | masks[4]) != 0;
        }

        /// <summary>Whether any channel can be used at a data rate under some masks.</summary>
        internal bool IsAnyOn(ushort[] masks, int dataRate)
        {
            for (int i = 0; i < ChannelCount; i++)
            {
                if (IsOn(masks, i, dataRate))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>A copy of the masks in use.</summary>
        internal void CopyMasks(ushort[] masks)
        {
            System.Array.Copy(_mask, 0, masks, 0, _mask.Length);
        }

        /// <summary>Takes masks into use: the network has said what it hears.</summary>
        internal void SetMasks(ushort[] masks)
        {
            MustSave |= SubBand >= 0;
            SubBand = -1;
            for (int i = 0; i < _mask.Length; i++)
            {
                MustSave |= masks[i] != _mask[i];
                _mask[i] = masks[i];
            }
        }

        /// <summary>Has the region's own channels on again; the others are left as they are.</summary>
        internal void TurnDefaultsOn()
        {
            MustSave |= SubBand >= 0;
            SubBand = -1;
            for (int i = 0; i < _mask.Length; i++)
            {
                MustSave |= (_mask[i] & Own(i)) != Own(i);
                _mask[i] |= (ushort)Own(i);
            }
        }

        private bool ApplyListed(ushort[] masks, int control, int mask)
        {
            int defined = 0;
            for (int i = 0; i < MaximumChannels; i++)
            {
                defined |= _frequencies[i] == 0 ? 0 : 1 << i;
            }

            if (control == 6)
            {
                masks[0] = (ushort)defined;
                return true;
            }

            masks[0] = (ushort)mask;
            return control == 0 && (mask & ~defined) == 0;
        }

        private static bool ApplyFixed(ushort[] masks, int control, int mask)
        {
            if (control <= 4)
            {
                masks[control] = (ushort)(control == 4 ? mask & 0xFF : mask);
                return true;
            }

            for (int i = 0; i < 4; i++)
            {
                masks[i] = (ushort)(control == 6 ? 0xFFFF : control == 7 ? 0 : ((mask >> (2 * i) & 1) * 0xFF) | ((mask >> (2 * i + 1) & 1) * 0xFF00));
            }

            masks[4] = (ushort)(mask & 0xFF);
            return true;
        }
    }
}
