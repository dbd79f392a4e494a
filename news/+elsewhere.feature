Units receive for any agency of the province; paper and money on their way stand in one list.
