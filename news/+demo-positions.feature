Officers of the demo province have positions, so its slips are signed with them.
